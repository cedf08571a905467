import { loadEnvironment } from '../../../config/load';
import { clientShare } from '../../../config/client-pods';
import { contractText } from '../../../ops/contract/contract-text';
import { fails, holds, unchecked } from '../../../ops/contract/point';
import { unknownKeys } from '../../../ops/contract/probes/redis-keys';

const report = {
  environment: 'starter',
  component: 'api',
  command: ['node', 'main.js'],
  points: [
    holds('alive', 'GET /health answers'),
    fails('ready', 'GET /ready answers 404', 'serve it'),
    unchecked('user', 'takes root'),
  ],
};

test('a failing point says what to do', () => {
  expect(contractText(report)).toContain(
    'FAILS           says that it is ready: GET /ready answers 404\n                → serve it',
  );
});

test('the last line counts, also what was not checked', () => {
  expect(contractText(report).split('\n').at(-1)).toBe('3 points: 1 holds, 1 FAILS, 1 not checked');
});

test('a share: 1000 clients of the pooler among 13, 5 and 7 pods of production', () => {
  const { application, pooling } = loadEnvironment('production');
  expect(clientShare(application.components, pooling.maxClients)).toEqual({ pods: 25, perPod: 40 });
});

test.each([
  'tenant:0c5:session:abc',
  'tenant:{0c5}:cache:a:b',
  'bull:tasks:wait',
  'queue:tasks:1',
  'socket.io',
  'socket.io-3',
  'sio:session:x',
])('%s is a key of the platform', (key) => expect(unknownKeys([key])).toEqual([]));

test.each(['sess:1', 'tenant:0c5', 'tenant::cache:a', 'tenants:0c5:cache:a', 'user:1', 'mybull:x'])(
  '%s is not',
  (key) => expect(unknownKeys([key])).toEqual([key]),
);
