import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../../../servers/command';
import type { Question } from './ask-cluster';

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
let found: unknown[];

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
  // The client asks no server without TLS otherwise.
  const cluster = (name: string, address: string) => ({
    name,
    cluster: { server: address, 'insecure-skip-tls-verify': true },
  });
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
  const questions = cases.map(([, question]) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    clusterName: null,
    ...question,
  }));
  const program = ['-r', 'ts-node/register', join(__dirname, 'ask-cluster.ts'), JSON.stringify(questions)];
  found = JSON.parse(
    await run(process.execPath, program, {
      // Nobody's own kubeconfig lies there.
      env: { KUBECONFIG: join(folder, 'config'), HOME: folder },
    }),
  ) as unknown[];
}, 60_000);

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

const cases: readonly (readonly [what: string, question: Partial<Question>, answer: unknown])[] = [
  ['objects come as the server has them', { clusterName: 'production' }, [{ metadata: { name: 'one' } }]],
  ['of a kind that is not served there are none', { kind: 'Pod' }, []],
  ['of a group that is not served there are none', { apiVersion: 'karpenter.sh/v1', kind: 'NodePool' }, []],
  [
    'objects that may not be listed are a fault',
    { kind: 'Secret' },
    expect.stringContaining('--live: the cluster\'s Secret objects: got secrets is forbidden: User "reader"'),
  ],
  [
    'a login that is refused is a fault',
    { apiVersion: 'apps/v1', kind: 'Deployment' },
    expect.stringContaining("--live: the cluster's Deployment objects: got status 401"),
  ],
  [
    'a server that does not answer is a fault',
    { context: 'silent' },
    expect.stringMatching(/^--live: the cluster's .*ECONNREFUSED/),
  ],
  [
    'another cluster than the environment’s is refused',
    { clusterName: 'starter' },
    expect.stringContaining(
      'the cluster starter: aws eks update-kubeconfig --name starter, or --context NAME',
    ),
  ],
  [
    'a context that is not there is told with those that are',
    { context: 'there' },
    '--context: kubectl: got no context there; allowed: here, silent',
  ],
  [
    'a person without a kubeconfig is told so',
    { clusterName: 'production', kubeconfig: '' },
    '--live: the kubeconfig: got none with a context; allowed: one that aws eks update-kubeconfig --name CLUSTER has written',
  ],
  [
    'a KUBECONFIG that is not there is a fault',
    { kubeconfig: '/nowhere/config' },
    expect.stringContaining('--live: KUBECONFIG: got ENOENT'),
  ],
];

test.each(cases.map(([what, , answer], at) => [what, answer, at] as const))('%s', (_, answer, at) => {
  expect(found[at]).toEqual(answer);
});
