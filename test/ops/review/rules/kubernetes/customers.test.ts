import type { JsonObject } from '../../../../../ops/review/change';
import { deployment, kubernetesObject, objectDangers, ofObject, ofObjects } from '../verdict-of';

const api = deployment('api');
const service = (spec: JsonObject, annotations: JsonObject = {}): JsonObject => ({
  metadata: { annotations },
  spec: { selector: { app: 'api' }, ports: [{ port: 80, targetPort: 3000 }], ...spec },
});
const route = (host: string, name: string, tls = true): JsonObject => ({
  metadata: {
    annotations: { 'traefik.ingress.kubernetes.io/router.middlewares': 'app-limit@kubernetescrd' },
  },
  spec: {
    ...(tls && { tls: [{ hosts: [host], secretName: 'certificate' }] }),
    rules: [{ host, http: { paths: [{ path: '/', backend: { service: { name, port: { number: 80 } } } }] } }],
  },
});

objectDangers(
  [
    [
      'a Service that finds no pods',
      'Service',
      service({}),
      service({ selector: { app: 'nobody' } }),
      'downtime',
      'downtime',
    ],
    [
      'a port that is gone',
      'Service',
      service({}),
      service({ ports: [{ port: 81, targetPort: 3000 }] }),
      'downtime',
      'downtime',
    ],
    [
      'another address of a Service',
      'Service',
      service({ clusterIP: '10.0.0.1' }),
      service({ clusterIP: '10.0.0.2' }),
      'downtime',
      'downtime',
    ],
    [
      'a host that is gone',
      'Ingress',
      route('a.example', 'api'),
      route('b.example', 'api'),
      'downtime',
      'downtime',
    ],
    [
      'a priority class with another value',
      'PriorityClass',
      { value: 1000 },
      { value: 2000 },
      'downtime',
      'downtime',
    ],
  ],
  [api],
);

describe('pods that are replaced', () => {
  const image = (name: string, spec: JsonObject = {}) =>
    deployment('api', { container: { image: name }, spec });
  test.each([
    ['one after the other restart', {}, 'restart'],
    ['all at once are missed', { strategy: { type: 'Recreate' } }, 'downtime'],
    [
      'without any that stays are missed',
      { strategy: { rollingUpdate: { maxUnavailable: '100%' } } },
      'downtime',
    ],
  ])('%s', (_, spec: JsonObject, risk) => {
    expect(ofObjects([image('image:1', spec)], [image('image:2', spec)])).toBe(risk);
  });

  test('none is replaced where only their hash differs', () => {
    const marked = (revision: string) =>
      kubernetesObject('Deployment', 'api', {
        spec: {
          template: {
            metadata: { labels: { 'platform.genericcorp.com/revision': revision } },
            spec: { containers: [{ name: 'api' }] },
          },
        },
      });
    expect(ofObjects([marked('a')], [marked('a')])).toBe('safe');
  });

  test('scaled to none are missed', () => {
    expect(ofObjects([api], [deployment('api', { spec: { replicas: 0 } })])).toBe('downtime');
  });

  test('asked before they are ready are missed', () => {
    const probed = deployment('api', { container: { readinessProbe: { httpGet: { path: '/ready' } } } });
    expect(ofObjects([probed], [api])).toBe('downtime');
  });

  test('under another name are missed for a moment', () => {
    expect(ofObjects([api], [deployment('api2')])).toBe('downtime');
  });
});

test.each([
  ['ServiceAccount', { serviceAccountName: 'thing' }],
  ['ConfigMap', { volumes: [{ name: 'v', configMap: { name: 'thing' } }] }],
  ['Secret', { volumes: [{ name: 'v', secret: { secretName: 'thing' } }] }],
])('%s that pods name is missed, another is not', (kind, pod: JsonObject) => {
  expect([ofObject(kind, {}, null, [deployment('api', { pod })]), ofObject(kind, {}, null, [api])]).toEqual([
    'downtime',
    'safe',
  ]);
});

test('a Job of another content runs beside, one of the same name is refused', () => {
  const job = (name: string, image: string) =>
    kubernetesObject('Job', name, {
      metadata: { labels: { 'app.kubernetes.io/name': 'migration' } },
      spec: { template: { spec: { containers: [{ name: 'm', image }] } } },
    });
  expect([
    ofObjects([job('migration-0123456789', 'a')], [job('migration-abcdef0123', 'b')]),
    ofObjects([job('migration-0123456789', 'a')], [job('migration-0123456789', 'b')]),
  ]).toEqual(['safe', 'downtime']);
});
