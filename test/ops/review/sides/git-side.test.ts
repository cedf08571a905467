import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../../../config/errors';
import { mergeBaseWithMain } from '../../../../ops/review/sides/git';
import { commitSide, sideOf, type Sources, workingTreeSide } from '../../../../ops/review/sides/side-of';

/**
 * A repository whose "code" is one file of YAML: a synthesizer that copies it stands for the CDK, so that these tests
 * are of git, the cache and the clean-up alone.
 */
const folder = mkdtempSync(join(tmpdir(), 'repository-'));
const root = join(folder, 'root');
const cache = join(folder, 'cache');
const synthesizer = join(folder, 'synthesizer.js');
const chart = join(root, 'chart.yaml');
const said: string[] = [];
const sources: Sources = {
  root,
  environment: 'e',
  synthesizer,
  cache,
  progress: (sentence) => said.push(sentence),
};
const git = (...args: string[]): string =>
  execFileSync('git', ['-C', root, ...args], { encoding: 'utf8' }).trim();
const configMap = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;
const commit = (name: string): string => {
  writeFileSync(chart, configMap(name));
  git('add', '.');
  git('-c', 'user.name=t', '-c', 'user.email=t@example.com', 'commit', '-q', '-m', name);
  return git('rev-parse', 'HEAD');
};
const temporaryFolders = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('review-'));

beforeAll(() => {
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  symlinkSync(join(__dirname, '../../../../node_modules/ts-node'), join(root, 'node_modules/ts-node'));
  writeFileSync(join(root, 'package-lock.json'), '{}');
  writeFileSync(join(root, '.gitignore'), 'node_modules/\n');
  writeFileSync(
    synthesizer,
    `const [tree, environment, folder] = process.argv.slice(2);
     const fs = require('node:fs');
     const text = fs.readFileSync(tree + '/chart.yaml', 'utf8');
     if (text.includes('broken')) throw new Error('no such construct');
     if (environment === 'e') { fs.mkdirSync(folder); fs.writeFileSync(folder + '/01-app.yaml', text); }`,
  );
  execFileSync('git', ['init', '-q', '-b', 'main', root]);
  commit('first');
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => said.splice(0));

const namesOf = async (side: ReturnType<typeof sideOf>): Promise<string[]> =>
  (await side).objects.map(({ name }) => name);

test('a commit is read as it was, and the working tree as it is', async () => {
  writeFileSync(chart, configMap('unsaved'));
  expect([await namesOf(sideOf('HEAD', '--from', sources)), await namesOf(workingTreeSide(sources))]).toEqual(
    [['first'], ['unsaved']],
  );
});

test('a commit is synthesized once', async () => {
  await sideOf('main', '--from', sources);
  said.splice(0);
  await sideOf('HEAD', '--from', sources);
  expect(said).toEqual([]);
});

test('other packages are synthesized anew, with a word about it', async () => {
  await sideOf('main', '--from', sources);
  writeFileSync(join(root, 'package-lock.json'), '{"other": true}');
  said.splice(0);
  await sideOf('main', '--from', sources);
  git('checkout', '-q', 'package-lock.json');
  expect(said).toEqual([
    'main locks other packages than this checkout; it is synthesized with those installed here.',
    'Synthesizing e of main …',
  ]);
});

test('nothing of it stays in the repository', async () => {
  git('checkout', '-q', '.');
  await sideOf('main', '--from', { ...sources, cache: join(folder, 'other-cache') });
  expect([git('status', '--porcelain'), git('worktree', 'list').split('\n').length]).toEqual(['', 1]);
});

test('the merge base is where the branch left main', async () => {
  const base = git('rev-parse', 'main');
  git('checkout', '-q', '-b', 'topic');
  commit('second');
  const found = await mergeBaseWithMain(root);
  git('checkout', '-q', 'main');
  expect(found).toBe(base);
});

test('without a main branch it asks for a reference', async () => {
  git('branch', '-q', '-m', 'main', 'trunk');
  const refusal = await mergeBaseWithMain(root).catch((error: Error) => error);
  git('branch', '-q', '-m', 'trunk', 'main');
  expect(refusal).toBeInstanceOf(InputError);
});

test.each(['no-such-branch', '--all', '/no/such/folder', ''])(
  '%p is refused with a sentence',
  async (text) => {
    await expect(sideOf(text, '--from', sources)).rejects.toThrow(/--from: .*no folder, and no reference/);
  },
);

test('code that does not synthesize is refused with its own words', async () => {
  const broken = commit('broken');
  git('reset', '-q', '--hard', 'HEAD~1');
  await expect(commitSide(broken, 'a commit', sources)).rejects.toThrow('Error: no such construct');
});

test('an environment that a commit does not have is an empty side', async () => {
  const side = await commitSide(git('rev-parse', 'main'), 'main', { ...sources, environment: 'new' });
  expect([side.objects, said.at(-1)]).toEqual([[], 'main has no environment new: nothing of it is there.']);
});

test.each(['SIGINT', 'SIGTERM'] as const)('after %s nothing of it is left', async (signal) => {
  const slow = join(folder, 'slow.js');
  writeFileSync(slow, `process.stderr.write('started'); setInterval(() => undefined, 1000);`);
  const before = temporaryFolders();
  const script = `
    require(${JSON.stringify(join(__dirname, '../../../../node_modules/ts-node'))}).register({ dir: ${JSON.stringify(__dirname)} });
    const { workingTreeSide } = require(${JSON.stringify(join(__dirname, '../../../../ops/review/sides/side-of.ts'))});
    workingTreeSide({ root: ${JSON.stringify(root)}, environment: 'e', synthesizer: ${JSON.stringify(slow)}, progress: () => {
      setTimeout(() => process.kill(process.pid, '${signal}'), 300);
    } });`;
  const ended = (() => {
    try {
      return execFileSync(process.execPath, ['-e', script], { stdio: 'pipe' }) && 0;
    } catch (error) {
      return (error as { status: number }).status;
    }
  })();
  expect([ended, temporaryFolders().filter((name) => !before.includes(name))]).toEqual([
    signal === 'SIGINT' ? 130 : 143,
    [],
  ]);
});

test('the cache holds only what a review reads', () => {
  const kept = readdirSync(cache).flatMap((name) => readdirSync(join(cache, name)));
  expect([existsSync(cache), [...new Set(kept)]]).toEqual([true, ['01-app.yaml']]);
});
