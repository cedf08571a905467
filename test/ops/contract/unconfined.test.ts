import { once } from 'node:events';
import { checkUser, checkWrites } from '../../../ops/contract/checks/confinement';
import type { ContractRun, Replica } from '../../../ops/contract/contract-run';
import { makeSandbox, type Sandbox } from '../../../ops/contract/pod/sandbox';
import { Undo } from '../../../ops/contract/undo';

let sandbox: Sandbox;

beforeAll(async () => {
  const user = jest.spyOn(process, 'getuid').mockReturnValue(1000);
  sandbox = await makeSandbox({
    writableFolders: [{ path: '/tmp', sizeMib: 64 }],
    authorities: { database: '/database.pem', public: '/public.pem' },
    undo: new Undo(),
  });
  user.mockRestore();
});

test('without root nothing is confined, and it says why', () => {
  expect(sandbox.unconfined).toBe('confining a command takes Linux and root');
});

test('the command runs all the same, with its own variables only', async () => {
  const child = sandbox.spawn(['sh', '-c', 'echo "$GREETING"; env | grep -c ^HOME='], {
    PATH: process.env.PATH ?? '',
    GREETING: 'hello',
  });
  let printed = '';
  child.stdout?.on('data', (text) => (printed += text));
  await once(child, 'close');
  expect(printed).toBe('hello\n0\n');
});

test('what depends on it is not checked', async () => {
  const run = { sandbox } as ContractRun;
  const points = [...(await checkUser(run, {} as Replica)), ...(await checkWrites(run))];
  expect(points.map(({ id, verdict }) => [id, verdict])).toEqual([
    ['user', 'unchecked'],
    ['read-only', 'unchecked'],
  ]);
});
