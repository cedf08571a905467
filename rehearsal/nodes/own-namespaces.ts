import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { outerRunFolder, RunFolder } from '../cluster/run-folder';
import { onInterrupt } from '../interrupts';

/** Whether this process is the one that `repeatInOwnNamespaces` started. */
export const isInOwnNamespaces = (): boolean => process.env[outerRunFolder] !== undefined;

/**
 * Starts this process's own command again, alone in a network without a way out, with processes and mounts of its own.
 * However it ends, the kernel ends all that it started; what is left is files and cgroups, which its run's journal names.
 * @returns its exit code.
 */
export async function repeatInOwnNamespaces(): Promise<number> {
  const run = RunFolder.create();
  // Some servers give up being root, and have their files where anybody may go.
  const temporary = join(tmpdir(), `rehearsal-${basename(run.path)}`);
  run.undoLater(['rm', '-rf', temporary]);
  mkdirSync(temporary);
  const command = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const child = spawn(
    'setpriv',
    [
      // Who is killed without a chance to end this one, takes it along.
      ...['--pdeathsig', 'KILL', 'unshare', '--net', '--mount', '--pid', '--fork', '--kill-child'],
      ...['--mount-proc', ...command],
    ],
    {
      env: { ...process.env, [outerRunFolder]: run.path, TMPDIR: temporary },
      stdio: 'inherit',
      detached: true,
    },
  );
  const forget = onInterrupt((signal) => {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  });
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => resolve(code ?? 1));
    });
  } finally {
    forget();
    run.remove();
  }
}
