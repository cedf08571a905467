import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const shares = 2;

/** Synthesizes and renders every variant, and the first accepted mutated configs, in two processes, into a new folder that goes when this process ends. */
export async function synthesizeAll(mutations: number): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), 'synthesized-'));
  process.on('exit', () => rmSync(root, { recursive: true, force: true }));
  await Promise.all(
    Array.from({ length: shares }, (_, share) => synthesizeShare([root, mutations, share, shares])),
  );
  return root;
}

function synthesizeShare(args: readonly (string | number)[]): Promise<void> {
  const script = join(__dirname, 'synthesize-share.ts');
  const child = spawn(process.execPath, ['-r', 'ts-node/register', script, ...args.map(String)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`the environments did not synthesize:\n${output}`));
    });
  });
}
