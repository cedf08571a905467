import { type Fault, InputError } from '../config/errors';
import { attempt } from '../servers/command';

/** How each program is had, that is found on the PATH and not built. */
const sources = {
  openssl: 'OpenSSL (Debian: apt-get install openssl; macOS: brew install openssl)',
  python3: 'Python 3.8 or newer (Debian: apt-get install python3; macOS: brew install python)',
} as const;
const versionArguments = { openssl: ['version'], python3: ['--version'] } as const;

export type RequiredProgram = keyof typeof sources;

/** @throws InputError that names all programs that are missing, and how to get them. */
export async function requirePrograms(names: readonly RequiredProgram[]): Promise<void> {
  const faults: Fault[] = [];
  for (const name of names) {
    const { code } = await attempt(name, versionArguments[name]).catch(() => ({ code: 1 }));
    if (code !== 0) faults.push({ field: name, got: 'nothing on the PATH', allowed: sources[name] });
  }
  if (faults.length > 0) throw new InputError('rehearse', faults);
}
