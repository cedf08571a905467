import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesizedRootVariable } from './synthesized';

/** Two halves of about the same weight, for two cores. */
const halves = [
  ['production', 'demo'],
  ['recovery', 'starter', 'rehearsal'],
];

/** Synthesizes and renders every environment once, in two processes; tests read the result as data. */
export default async function globalSetup(): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'synthesized-'));
  process.env[synthesizedRootVariable] = root;
  process.on('exit', () => rmSync(root, { recursive: true, force: true }));
  await Promise.all(halves.map((names) => synthesize(root, names)));
}

function synthesize(root: string, names: readonly string[]): Promise<void> {
  const child = spawn(
    process.execPath,
    ['-r', 'ts-node/register', join(__dirname, 'synthesize-environments.ts'), root, ...names],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${names.join(', ')} did not synthesize; the error is above`));
    });
  });
}
