import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCluster } from '../../../../ops/review/live/open-cluster';

/** As a real API server answers; what it does not serve in plain text. */
const answers: Readonly<Record<string, readonly [status: number, body: object | string]>> = {
  '/api/v1': [
    200,
    {
      resources: [
        { name: 'pods/status', kind: 'Pod' },
        { name: 'configmaps', kind: 'ConfigMap' },
        { name: 'secrets', kind: 'Secret' },
      ],
    },
  ],
  '/api/v1/configmaps': [200, { items: [{ metadata: { name: 'one' } }] }],
  '/api/v1/secrets': [403, { message: 'secrets is forbidden: User "reader" cannot list resource "secrets"' }],
  '/apis/apps/v1': [401, { message: 'Unauthorized' }],
};

let server: Server;
let folder: string;
const { KUBECONFIG } = process.env;

beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    const [status, body] = answers[url] ?? [404, '404 page not found'];
    const isText = typeof body === 'string';
    response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json' });
    response.end(isText ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
  const { port } = server.address() as AddressInfo;
  const cluster = (name: string, address: string) => ({ name, cluster: { server: address } });
  writeFileSync(
    join(folder, 'config'),
    JSON.stringify({
      'current-context': 'here',
      clusters: [
        cluster('arn:aws:eks:us-east-1:111122223333:cluster/production', `http://127.0.0.1:${port}`),
        cluster('nobody', 'http://127.0.0.1:9'),
      ],
      users: [{ name: 'me', user: {} }],
      contexts: [
        {
          name: 'here',
          context: { cluster: 'arn:aws:eks:us-east-1:111122223333:cluster/production', user: 'me' },
        },
        { name: 'silent', context: { cluster: 'nobody', user: 'me' } },
      ],
    }),
  );
  process.env.KUBECONFIG = join(folder, 'config');
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
  if (KUBECONFIG === undefined) delete process.env.KUBECONFIG;
  else process.env.KUBECONFIG = KUBECONFIG;
});

test('objects come as the server has them', async () => {
  const { list } = openCluster({ clusterName: 'production' });
  expect(await list('v1', 'ConfigMap')).toEqual([{ metadata: { name: 'one' } }]);
});

test('of a kind, or a group, that is not served there are none', async () => {
  const { list } = openCluster({ clusterName: null });
  expect([await list('v1', 'Pod'), await list('karpenter.sh/v1', 'NodePool')]).toEqual([[], []]);
});

test.each([
  ['v1', 'Secret', '--live: the cluster\'s Secret objects: got secrets is forbidden: User "reader"'],
  ['apps/v1', 'Deployment', "--live: the cluster's Deployment objects: got Unauthorized"],
])('%s %s that may not be listed is a fault', async (apiVersion, kind, sentence) => {
  await expect(openCluster({ clusterName: null }).list(apiVersion, kind)).rejects.toThrow(sentence);
});

test('a server that does not answer is a fault', async () => {
  const { list } = openCluster({ context: 'silent', clusterName: null });
  await expect(list('v1', 'ConfigMap')).rejects.toThrow(/^--live: the cluster's .*ECONNREFUSED/);
});

test('another cluster than the environment’s is refused', () => {
  expect(() => openCluster({ clusterName: 'starter' })).toThrow(
    'allowed: the cluster starter: aws eks update-kubeconfig --name starter, or --context NAME',
  );
});

test('a context that is not there is told with those that are', () => {
  expect(() => openCluster({ context: 'there', clusterName: null })).toThrow(
    '--context: kubectl: got no context there; allowed: here, silent',
  );
});

test('a KUBECONFIG that is not there is a fault', () => {
  const { KUBECONFIG: file } = process.env;
  process.env.KUBECONFIG = '/nowhere/config';
  try {
    expect(() => openCluster({ clusterName: null })).toThrow('--live: KUBECONFIG: got ENOENT');
  } finally {
    process.env.KUBECONFIG = file;
  }
});
