import { deniedWrites, refusedRights } from '../../../ops/contract/pod/denials';
import { lastWords } from '../../../ops/contract/pod/last-words';

test.each([
  ["Error: EROFS: read-only file system, mkdir '/var/lib/agents'", '/var/lib/agents'],
  ["Error: EROFS: read-only file system, open '/var/lib/agents/one.txt'", '/var/lib/agents'],
  ["OSError: [Errno 30] Read-only file system: '/srv/cache/x'", '/srv/cache'],
  ['open /srv/cache/x: read-only file system', '/srv/cache'],
  ["touch: cannot touch '/x': Read-only file system", '/x'],
  ["Error: ENOENT: no such file or directory, mkdir '/var/lib/agents'", '/var/lib/agents'],
  ['{"level":"error","msg":"EROFS: read-only file system, open \'/data/x\'"}', '/data'],
])('%s names its folder', (line, folder) => {
  expect(deniedWrites(`starting\n${line}\n`)).toEqual([folder]);
});

test('a file that is missing is no refused write', () => {
  expect(deniedWrites("Error: ENOENT: no such file or directory, open '/etc/settings.json'")).toEqual([]);
});

test('a folder is named once', () => {
  const line = "EROFS: read-only file system, open '/a/b'";
  expect(deniedWrites(`${line}\n${line}`)).toEqual(['/a']);
});

test.each([
  'listen EACCES: permission denied 0.0.0.0:80',
  'chown: /tmp: Operation not permitted',
  'EPERM: chown',
])('%s is the system’s refusal', (line) => expect(refusedRights(line)).toEqual([line]));

test('a refusal of PostgreSQL is not', () => {
  expect(refusedRights('ERROR: permission denied for schema public')).toEqual([]);
});

test('the last words are the last errors', () => {
  const log =
    'starting\nTypeError: x\n  _hadError: false,\n  error: [Array],\n    at file.js:1:1 (error.js)\n} \nNode.js v20';
  expect(lastWords(log, [])).toBe('TypeError: x');
});

test('the end of a log masks secrets', () => {
  expect(lastWords('one\npassword is hunter2\n', ['hunter2'])).toBe('one | password is [secret]');
});
