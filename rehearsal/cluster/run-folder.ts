import { spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { killProcess, startOf } from './process-identity';

/** One thing that a run made outside its folder. */
type JournalEntry =
  | { readonly kind: 'process'; readonly name: string; readonly pid: number; readonly start: string }
  | { readonly kind: 'undo'; readonly command: readonly string[] };

const journalFile = 'journal.jsonl';
/** The folder's name tells whose it is from the moment that it is there: `<pid>-<start>-<six characters>`. */
const ownerPattern = /^(\d+)-(.+)-\w{6}$/;

/**
 * Variable by which a process in namespaces of its own is told where its runs have their folders: in one of whoever
 * started it, who removes it with all that is left in it.
 */
export const outerRunFolder = 'REHEARSAL_RUN_FOLDER';

/** Where all runs of this user have their folders. */
const allRuns = (): string =>
  process.env[outerRunFolder] ??
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'tenant-platform', 'rehearsals');

/**
 * Folder of one run, with a journal of what the run made elsewhere: processes, mounts, network namespaces. It goes, and
 * all that with it, by `remove`, when this process ends, or at the next run's start if this process was killed.
 */
export class RunFolder {
  private readonly atExit = (): void => this.remove();

  private constructor(readonly path: string) {
    process.on('exit', this.atExit);
  }

  static create(root = allRuns()): RunFolder {
    mkdirSync(root, { recursive: true, mode: 0o700 });
    return new RunFolder(mkdtempSync(join(root, `${process.pid}-${startOf(process.pid)}-`)));
  }

  file(...parts: readonly string[]): string {
    return join(this.path, ...parts);
  }

  /**
   * Starts a program whose output goes into the file `<name>.log`. Interrupting a terminal does not reach it: it is
   * ended by this folder.
   */
  start(name: string, program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): RunProcess {
    const log = openSync(this.file(`${name}.log`), 'a');
    const child = spawn(program, args, {
      cwd: this.path,
      env: { ...process.env, ...env },
      stdio: ['ignore', log, log],
      detached: true,
    });
    closeSync(log);
    let failure: string | null = null;
    const ended = new Promise<number | null>((resolve) => {
      child.once('error', (error) => {
        failure = error.message;
        resolve(null);
      });
      child.once('exit', (code, signal) => {
        failure ??= `it ended with ${code ?? signal}`;
        resolve(code);
      });
    });
    // Whoever forgets to stop a server should not wait for it; whoever waits for an end, should.
    child.unref();
    const pid = child.pid ?? 0;
    if (pid > 0) this.note({ kind: 'process', name, pid, start: startOf(pid) ?? 'gone' });
    return {
      name,
      pid,
      failure: () => failure,
      log: () => readFileSync(this.file(`${name}.log`), 'utf8'),
      ended: () => {
        child.ref();
        return ended;
      },
    };
  }

  /** Call it before making what `command` removes; a command that finds nothing to remove may fail. */
  undoLater(command: readonly string[]): void {
    this.note({ kind: 'undo', command });
  }

  /** Ends and removes everything, the last made first. */
  remove(): void {
    process.off('exit', this.atExit);
    removeRun(this.path);
  }

  private note(entry: JournalEntry): void {
    appendFileSync(this.file(journalFile), `${JSON.stringify(entry)}\n`);
  }
}

/** A program that a run started. */
export interface RunProcess {
  readonly name: string;
  readonly pid: number;
  /** Why it does not run; null while it does. */
  readonly failure: () => string | null;
  readonly log: () => string;
  /** Its exit code, when it has one. */
  readonly ended: () => Promise<number | null>;
}

/** Removes what killed runs left behind. @returns the names of the programs that still ran. */
export function removeLeftovers(root = allRuns()): readonly string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root).flatMap((name) => {
    const [, pid, start] = ownerPattern.exec(name) ?? [];
    if (pid === undefined || startOf(Number(pid)) === start) return [];
    return removeRun(join(root, name));
  });
}

function removeRun(path: string): string[] {
  if (!existsSync(path)) return [];
  const ended = runsIn(path).flatMap(removeRun);
  for (const entry of readJournal(path).reverse()) {
    if (entry.kind === 'undo') {
      undo(entry.command);
      continue;
    }
    if (startOf(entry.pid) === entry.start) ended.push(entry.name);
    killProcess(entry.pid, entry.start);
  }
  rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  return ended;
}

/** A server that is busy may not answer at once. */
function undo([program = '', ...args]: readonly string[]): void {
  for (let tries = 0; tries < 3; tries += 1) {
    if (spawnSync(program, args, { stdio: 'ignore' }).status === 0) return;
    // Also while this process ends, when no timer runs any more.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  }
}

/** Runs of processes that lived in namespaces of this run, and of which nothing runs any more. */
const runsIn = (path: string): readonly string[] =>
  readdirSync(path)
    .filter((name) => ownerPattern.test(name))
    .map((name) => join(path, name));

function readJournal(path: string): JournalEntry[] {
  const file = join(path, journalFile);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as JournalEntry];
      } catch {
        // The last line of a run that was killed while it wrote; nothing was made after it.
        return [];
      }
    });
}
