import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopAll } from '../../../servers/command';

const folders = new Set<string>();

/** Exit codes of a shell for a command that a signal ended. */
const signalCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/** A new folder that goes when this process ends, also when it is interrupted; programs that it runs end before. */
export function temporaryFolder(prefix: string): string {
  if (folders.size === 0) removeAtTheEnd();
  const folder = mkdtempSync(join(tmpdir(), `${prefix}-`));
  folders.add(folder);
  return folder;
}

function removeAtTheEnd(): void {
  process.once('exit', () => {
    stopAll();
    // A program that is still ending may write once more.
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  for (const [signal, code] of Object.entries(signalCodes)) process.once(signal, () => process.exit(code));
}
