import { platform } from '../../bin/run';

test('without a command it ends with 2 and says what is missing', async () => {
  const { exitCode, stderr } = await platform('contract');
  expect(exitCode).toBe(2);
  expect(stderr).toContain("missing required argument 'command'");
});

test('a program that is nowhere ends with 2 and one sentence', async () => {
  const { exitCode, stderr } = await platform('contract', '--', 'no-such-program', '--port', '1');
  expect(exitCode).toBe(2);
  expect(
    stderr
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('npm warn')),
  ).toEqual([
    'platform contract: the command after --: got no-such-program; allowed: a program on PATH, or the path of one',
  ]);
});
