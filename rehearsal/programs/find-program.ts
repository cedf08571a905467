import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../config/errors';
import { attempt, run } from '../../servers/command';
import { cachedTool, isInstalled } from '../../servers/tools/tool-cache';
import { goEnvironment } from './build-folder';
import { type Program, type ProgramName, programOf } from './program';

/** Tells a person what takes its time. */
export type Progress = (line: string) => void;

/** Kubernetes 1.36 and 1.37 ask for it in their go.mod. */
const oldestGo = { major: 1, minor: 26 };

/**
 * Path of a program: the one in the folder `KUBEBUILDER_ASSETS`, if it is of the same minor version; else the one in
 * the cache, which is built from the Go module proxy when it is not there. A build that was interrupted goes on where
 * Go's build cache ends.
 * @param release of Kubernetes, such as 1.36.3.
 * @throws InputError when it has to be built and Go is missing.
 */
export async function findProgram(name: ProgramName, release: string, progress: Progress): Promise<string> {
  const program = programOf(name, release);
  return (await asset(program, release, progress)) ?? (await built(program, progress));
}

/** Whether a program is in the cache. */
export function isBuilt(name: ProgramName, release: string): boolean {
  const program = programOf(name, release);
  return isInstalled(program.name, program.version);
}

/** Paths of several programs, looked up or built one after the other. */
export async function findPrograms<Name extends ProgramName>(
  names: readonly Name[],
  release: string,
  progress: Progress,
): Promise<Readonly<Record<Name, string>>> {
  const paths: Partial<Record<Name, string>> = {};
  for (const name of names) paths[name] = await findProgram(name, release, progress);
  return paths as Record<Name, string>;
}

async function asset({ name }: Program, release: string, progress: Progress): Promise<string | null> {
  const folder = process.env.KUBEBUILDER_ASSETS;
  const path = folder && join(folder, name);
  if (!path || !existsSync(path)) return null;
  if (!name.startsWith('kube')) return path;
  const versionArguments = name === 'kubectl' ? ['version', '--client'] : ['--version'];
  const { stdout } = await attempt(path, versionArguments);
  const minor = release.split('.').slice(0, 2).join('.');
  if (stdout.includes(`v${minor}.`)) return path;
  const found = /v[\d.]+\d/.exec(stdout)?.[0] ?? 'another version';
  progress(`${path} is ${found}, not ${minor}: passed over`);
  return null;
}

async function built(program: Program, progress: Progress): Promise<string> {
  const { name, version, packagePath, linkerFlags, buildSeconds } = program;
  const folder = await cachedTool(name, version, async (empty) => {
    await requireGo(name);
    const buildFolder = await program.buildFolder();
    progress(`building ${name} ${version}, about ${inWords(buildSeconds)}`);
    const flags = `-ldflags=${['-s', '-w', ...linkerFlags].join(' ')}`;
    await run('go', ['build', '-trimpath', flags, '-o', join(empty, name), packagePath], {
      cwd: buildFolder,
      env: goEnvironment,
    });
  });
  return join(folder, name);
}

const inWords = (seconds: number): string =>
  seconds < 60
    ? `${seconds} seconds`
    : `${Math.round(seconds / 60)} minute${Math.round(seconds / 60) === 1 ? '' : 's'}`;

async function requireGo(program: string): Promise<void> {
  const { stdout } = await attempt('go', ['env', 'GOVERSION']).catch(() => ({ stdout: '' }));
  const [, major, minor] = /^go(\d+)\.(\d+)/.exec(stdout) ?? [];
  const version = Number(major) * 1000 + Number(minor);
  if (version >= oldestGo.major * 1000 + oldestGo.minor) return;
  throw new InputError('rehearse', [
    {
      field: `${program}, which has to be built`,
      got: major === undefined ? 'no Go on the PATH' : stdout.trim(),
      allowed: `Go ${oldestGo.major}.${oldestGo.minor} or newer (https://go.dev/dl), or the program in the folder KUBEBUILDER_ASSETS`,
    },
  ]);
}
