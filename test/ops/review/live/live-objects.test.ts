import type { DeployedObject, JsonObject } from '../../../../ops/review/change';
import { changesBetween } from '../../../../ops/review/changes/changes';
import { whatOf, whereOf } from '../../../../ops/review/change-names';
import { liveObjects } from '../../../../ops/review/live/live-objects';
import type { Json } from '../../../laws/tree';
import { object, sideOfObjects } from '../plain-sides';

const deployment = object('Deployment', 'api', {
  spec: {
    replicas: 3,
    template: {
      spec: {
        containers: [
          {
            name: 'api',
            image: '${production-images.Application.RepositoryUri}:1',
            args: ['api'],
            env: [{ name: 'LEVEL', value: 'info' }],
            resources: { requests: { cpu: '0.5', memory: '1024Mi' } },
          },
        ],
        volumes: [],
      },
    },
  },
});
const settings = object('ConfigMap', 'settings', { data: { a: '1' } });

/** As an API server gives it back: with what it fills in, and in its own words. */
function served({ body }: DeployedObject, change: (body: Json) => void = () => {}): JsonObject {
  const copy = structuredClone(body) as Json;
  Object.assign(copy.metadata, { uid: 'u', resourceVersion: '7', managedFields: [{}], generation: 1 });
  if (copy.kind === 'Deployment') {
    const [container] = copy.spec.template.spec.containers;
    Object.assign(container, {
      image: '1.dkr.ecr.us-east-1.amazonaws.com/app:1',
      imagePullPolicy: 'IfNotPresent',
      resources: { requests: { cpu: '500m', memory: '1Gi' } },
    });
    copy.spec.progressDeadlineSeconds = 600;
    copy.status = { readyReplicas: 3 };
    delete copy.spec.template.spec.volumes;
  }
  change(copy);
  return copy;
}

const drift = async (
  live: readonly JsonObject[],
  wanted: readonly DeployedObject[] = [deployment, settings],
) => {
  const found = await liveObjects(wanted, {
    list: (_, kind) => Promise.resolve(live.filter((one) => one.kind === kind)),
  });
  return changesBetween(sideOfObjects('code', ...wanted), sideOfObjects('live', ...found)).map(
    (change) => `${whereOf(change)} ${whatOf(change)}`,
  );
};

test('what the API server fills in and writes otherwise is no drift', async () => {
  expect(await drift([served(deployment), served(settings)])).toEqual([]);
});

test.each<[string, (body: Json) => void, string]>([
  ['a value', ({ spec }) => (spec.template.spec.containers[0].env[0].value = 'debug'), 'info → debug'],
  ['an image', ({ spec }) => (spec.template.spec.containers[0].image = 'elsewhere/app:2'), 'elsewhere/app:2'],
  ['one more container', ({ spec }) => spec.template.spec.containers.push({ name: 'shell' }), 'shell'],
  ['more replicas', ({ spec }) => (spec.replicas = 9), 'spec.replicas: 3 → 9'],
])('%s that somebody changed is drift', async (_, change, text) => {
  expect(await drift([served(deployment, change), served(settings)])).toEqual([
    expect.stringContaining(text),
  ]);
});

test('what is gone, and one entry more in a map of ours, is drift', async () => {
  expect(await drift([served(settings, ({ data }) => (data.b = '2'))])).toEqual([
    'kubernetes/app/ConfigMap/settings data.b: none → 2',
    'kubernetes/app/Deployment/api removed Deployment of chart app',
  ]);
});

test('an autoscaler’s replicas are no drift', async () => {
  const scaler = object('HorizontalPodAutoscaler', 'api', {
    spec: { scaleTargetRef: { kind: 'Deployment', name: 'api' }, maxReplicas: 10 },
  });
  const live = [served(deployment, ({ spec }) => (spec.replicas = 9)), served(scaler)];
  expect(await drift(live, [deployment, scaler])).toEqual([]);
});

test('a finished Job that is gone is no drift', async () => {
  expect(await drift([], [object('Job', 'migration', { spec: {} })])).toEqual([]);
});

test('of what the code does not name only the charts’ own objects count', async () => {
  const byHand = object('ConfigMap', 'by-hand', { data: {} });
  const leftOver = object(
    'ConfigMap',
    'left-over',
    { data: {} },
    {
      labels: { 'app.kubernetes.io/managed-by': 'cdk8s' },
    },
  );
  expect(await drift([served(settings), served(byHand), served(leftOver)], [settings])).toEqual([
    'kubernetes/app/ConfigMap/left-over added ConfigMap',
  ]);
});
