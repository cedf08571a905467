import { loadEnvironment } from '../../../config/load';
import { type ContractOptions, contractInput } from '../../../ops/contract/contract-input';

const options: ContractOptions = {
  component: 'api',
  request: [],
  without: [],
  variable: [],
  withTemporal: false,
};
const input = (command: readonly string[], changes: Partial<ContractOptions> = {}) =>
  contractInput(loadEnvironment('rehearsal'), command, { ...options, ...changes });

test('a program on PATH is found', () => {
  expect(input(['node', 'main.js']).command).toEqual(['node', 'main.js']);
});

test('a variable may hold an equals sign', () => {
  expect(input(['node'], { variable: ['A=b=c'] }).variables).toEqual({ A: 'b=c' });
});

test.each([
  ['a program that is nowhere', ['no-such-program'], {}, 'got no-such-program; allowed: a program on PATH'],
  ['a folder as program', ['/tmp'], {}, 'got /tmp; allowed: a program on PATH'],
  ['an unknown component', ['node'], { component: 'apj' }, 'did you mean api?'],
  ['an unknown part', ['node'], { without: ['cache'] }, '--without: got cache'],
  ['a malformed variable', ['node'], { variable: ['A'] }, '--variable: got A; allowed: NAME=VALUE'],
  ['a relative path', ['node'], { request: ['tasks'] }, '--request: got tasks'],
  [
    'socket-auth that is no JSON',
    ['node'],
    { socketAuth: '{' },
    '--socket-auth: got {; allowed: a JSON object',
  ],
  ['socket-auth that is a list', ['node'], { socketAuth: '[]' }, '--socket-auth: got []'],
])('%s is refused', (_, command, changes, sentence) => {
  expect(() => input(command, changes)).toThrow(sentence);
});

test('all faults come at once', () => {
  expect(() => input(['no-such-program'], { component: 'x', variable: ['A'] })).toThrow(
    /--component.*\n.*--variable.*\n.*no-such-program/,
  );
});
