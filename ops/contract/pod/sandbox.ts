import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { once } from 'node:events';
import { databaseCertificates } from '../../../config/contract';
import type { Environment } from '../../../config/schema';
import type { Authorities } from '../stores/contract-stores';
import type { Undo } from '../undo';
import { sandboxScript } from './sandbox-script';

export interface SandboxOptions {
  readonly writableFolders: Environment['application']['writableFolders'];
  readonly authorities: Authorities;
  readonly undo: Undo;
}

/** Where pods run their command. */
export interface Sandbox {
  /** Why the command runs as the user of this process and on the real tree; null: it is confined as in a pod. */
  readonly unconfined: string | null;
  /** Where a command finds the stores' certificate authorities. */
  readonly authorities: Authorities;
  spawn(command: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess;
}

const ownNamespaces = ['--mount', '--pid', '--fork', '--kill-child'];

/** A sandbox like a pod's, where this machine allows it: Linux, root, overlay mounts. */
export async function makeSandbox(options: SandboxOptions): Promise<Sandbox> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    return unconfinedSandbox(options, 'confining a command takes Linux and root');
  }
  const sandbox = confinedSandbox(options);
  const trial = sandbox.spawn(['true'], { PATH: process.env.PATH ?? '' });
  let complaint = '';
  trial.stderr?.on('data', (text) => (complaint += text));
  const [code] = await once(trial, 'close');
  return code === 0
    ? sandbox
    : unconfinedSandbox(options, `this machine refuses namespaces: ${complaint.trim().split('\n')[0]}`);
}

function confinedSandbox({ writableFolders, authorities, undo }: SandboxOptions): Sandbox {
  const inside: Authorities = {
    database: `${databaseCertificates.folder}/${databaseCertificates.fileName}`,
    public: '/etc/public-authorities.pem',
  };
  const stage = mkdtempSync(join(tmpdir(), 'contract-tree-'));
  undo.add(() => rmdirSync(stage));
  return {
    unconfined: null,
    authorities: inside,
    spawn: (command, environment) => {
      const script = sandboxScript({
        stage,
        workingFolder: process.cwd(),
        writableFolders,
        extraFiles: [
          { from: authorities.database, to: inside.database },
          { from: authorities.public, to: inside.public },
        ],
        keptPaths: [process.cwd(), ...command.filter((word) => isAbsolute(word) && existsSync(word))],
        mountPoints: mountPoints(readFileSync('/proc/self/mountinfo', 'utf8')),
      });
      return start('unshare', [...ownNamespaces, '--', 'sh', '-c', script, 'sh', ...command], environment);
    },
  };
}

const unconfinedSandbox = ({ authorities }: SandboxOptions, unconfined: string): Sandbox => ({
  unconfined,
  authorities,
  spawn: ([program = '', ...args], environment) => start(program, args, environment),
});

/** In a group of its own: Ctrl-C reaches this process alone, which then ends the command in order. */
const start = (
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): ChildProcess =>
  spawn(program, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true });

/** https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html: the fifth column, spaces as \040. */
export const mountPoints = (mountinfo: string): string[] =>
  mountinfo
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .map((path) => path.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8))));
