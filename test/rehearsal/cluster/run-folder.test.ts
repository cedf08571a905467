import { spawn } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOf } from '../../../rehearsal/cluster/process-identity';
import { RunFolder, removeLeftovers } from '../../../rehearsal/cluster/run-folder';

const owner = join(__dirname, 'run-owner.ts');
let root: string;

beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'runs-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A process of its own with a run that started a program; says the program's id. */
async function ownerOfRun(): Promise<{
  readonly kill: (signal: NodeJS.Signals) => Promise<void>;
  readonly pid: number;
}> {
  const child = spawn(process.execPath, ['-r', 'ts-node/register', owner, root], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const pid = await new Promise<number>((resolve, reject) => {
    child.stdout.once('data', (text) => resolve(Number(text)));
    child.once('exit', (code) => reject(new Error(`the owner ended with ${code}`)));
  });
  return {
    pid,
    kill: async (signal) => {
      child.kill(signal);
      await ended;
    },
  };
}

test('removing a run ends its programs', () => {
  const run = RunFolder.create(root);
  const { pid } = run.start('sleep', 'sleep', ['600']);
  run.remove();
  expect(startOf(pid)).toBeNull();
});

test('removing a run removes its folder', () => {
  const run = RunFolder.create(root);
  run.remove();
  expect(existsSync(run.path)).toBe(false);
});

test('what was made last is undone first', () => {
  const run = RunFolder.create(root);
  const record = join(root, 'record');
  for (const word of ['first', 'second']) run.undoLater(['sh', '-c', `echo ${word} >> ${record}`]);
  run.remove();
  expect(readFileSync(record, 'utf8')).toBe('second\nfirst\n');
});

test('what cannot be undone at once is tried again', () => {
  const run = RunFolder.create(root);
  const [tried, undone] = [join(root, 'tried'), join(root, 'undone-at-last')];
  run.undoLater(['sh', '-c', `test -e ${tried} && touch ${undone} || { touch ${tried}; exit 1; }`]);
  run.remove();
  expect(existsSync(undone)).toBe(true);
});

test('a program that cannot be started says why', async () => {
  const run = RunFolder.create(root);
  const missing = run.start('missing', '/nowhere/program', []);
  await missing.ended();
  expect(missing.failure()).toContain('ENOENT');
  run.remove();
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s ends the programs and removes the folder',
  async (signal) => {
    const { pid, kill } = await ownerOfRun();
    await kill(signal);
    expect([startOf(pid), readdirSync(root)]).toEqual([null, []]);
  },
);

test('what a killed run left behind is removed at the next start', async () => {
  const { pid, kill } = await ownerOfRun();
  await kill('SIGKILL');
  expect(startOf(pid)).not.toBeNull();
  expect(removeLeftovers(root)).toEqual(['sleep']);
  expect([startOf(pid), readdirSync(root)]).toEqual([null, []]);
});

test('a run whose owner lives is left alone', async () => {
  const { pid, kill } = await ownerOfRun();
  expect(removeLeftovers(root)).toEqual([]);
  expect(startOf(pid)).not.toBeNull();
  await kill('SIGTERM');
});

test('a process that got the id of an ended one is not killed', () => {
  const bystander = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
  const leftover = join(root, '999999999-1-abcdef');
  mkdirSync(leftover);
  const entry = { kind: 'process', name: 'etcd', pid: bystander.pid, start: 'long ago' };
  appendFileSync(join(leftover, 'journal.jsonl'), `${JSON.stringify(entry)}\n`);
  expect(removeLeftovers(root)).toEqual([]);
  expect(startOf(bystander.pid!)).not.toBeNull();
  bystander.kill('SIGKILL');
});

test('a journal whose last line was cut off is still read', () => {
  const record = join(root, 'undone');
  const leftover = join(root, '999999999-1-abcdef');
  mkdirSync(leftover);
  const entry = { kind: 'undo', command: ['touch', record] };
  appendFileSync(join(leftover, 'journal.jsonl'), `${JSON.stringify(entry)}\n{"kind":"proc`);
  removeLeftovers(root);
  expect(existsSync(record)).toBe(true);
});
