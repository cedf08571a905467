import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cdkApp, type Ended, platform } from './run';

const folder = mkdtempSync(join(tmpdir(), 'bad-input-'));
const out = join(folder, 'out');
afterAll(() => rmSync(folder, { recursive: true }));

const choices = 'production, starter, demo, rehearsal, recovery';

const refused: readonly [string, () => Promise<Ended>, string | RegExp][] = [
  [
    'cdk -c environment=startr',
    () => cdkApp({ environment: 'startr' }, out),
    `-c: environment: got startr; allowed: ${choices} (did you mean starter?)\n`,
  ],
  [
    'cdk -c enviroment=starter -c image=shop/app:latest',
    () => cdkApp({ enviroment: 'starter', image: 'shop/app:latest' }, out),
    [
      '-c: enviroment: got an unknown key; allowed: environment, image (did you mean environment?)',
      '-c: image: got "shop/app:latest"; allowed: REGISTRY/REPOSITORY@sha256:… (a digest, never a tag)\n',
    ].join('\n'),
  ],
  [
    'platform start --environment __proto__',
    () => platform('start', '--environment', '__proto__', '--folder', folder),
    /^error: option '--environment <name>' argument '__proto__' is invalid\. Allowed choices are production, starter,/,
  ],
  [
    'platform render to a folder in none',
    () => platform('render', '--out', join(folder, 'missing', 'out')),
    `output: ${join(folder, 'missing', 'out')}: got ENOENT from the file system; allowed: a folder that can be written, in one that exists\n`,
  ],
  [
    'platform render over a folder of somebody else',
    () => platform('render', '--out', 'config'),
    /^--out: .*\/config: got a folder that holds .*; allowed: a new or empty folder, or one that this command wrote before\n$/,
  ],
  [
    'platform preflight of a machine',
    () => platform('preflight', '--environment', 'rehearsal'),
    '--environment: environment: got rehearsal, which deploys to a machine and not to AWS; allowed: an environment of AWS\n',
  ],
  [
    'platform preflight in a region that does not exist',
    () => platform('preflight', '--region', 'us-east-9'),
    /^error: option '--region <region>' argument 'us-east-9' is invalid\. Allowed: a region of AWS, such as us-east-1\.\n/,
  ],
  ['platform rendr', () => platform('rendr'), /^error: unknown command 'rendr'\n\(Did you mean render\?\)\n/],
  [
    'platform render --oot',
    () => platform('render', '--oot', out),
    /^error: unknown option '--oot'\n\(Did you mean --out\?\)\n/,
  ],
];

let ended: readonly Ended[];
beforeAll(async () => {
  ended = await Promise.all(refused.map(([, run]) => run()));
}, 60_000);

const cases = refused.map(([name, , sentence], index) => ({ name, sentence, index }));

test.each(cases)('$name ends with 2', ({ index }) => {
  expect(ended[index]?.exitCode).toBe(2);
});

test.each(cases)('$name is told in words', ({ index, sentence }) => {
  const { stderr } = ended[index]!;
  expect(stderr).toEqual(typeof sentence === 'string' ? sentence : expect.stringMatching(sentence));
});

test.each(cases)('$name shows no stack trace', ({ index }) => {
  expect(ended[index]?.stderr).not.toMatch(/^ +at /m);
});

test.each(cases)('$name prints nothing else', ({ index }) => {
  expect(ended[index]?.stdout).toBe('');
});

test('nothing is written', () => {
  expect(readdirSync(folder)).toEqual([]);
});
