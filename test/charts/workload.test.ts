import { undeployedInputs } from '../../charts/inputs';
import { renderCharts } from '../../charts/platform';
import { loadEnvironment } from '../../config/load';
import { renderedCharts } from '../support/synthesized';
import { object, podTemplates } from './rendered-objects';

const charts = renderedCharts('production');
const api = object(charts, 'Deployment', 'api').spec;
const apiContainer = api.template.spec.containers[0];

describe('every pod', () => {
  const pods = podTemplates(charts);

  test.each(pods)('$name is not root', ({ template }) => {
    expect(template.spec.securityContext).toMatchObject({ runAsNonRoot: true });
  });

  test.each(pods)('$name has the default seccomp profile', ({ template }) => {
    expect(template.spec.securityContext.seccompProfile).toEqual({ type: 'RuntimeDefault' });
  });

  test.each(pods)('$name cannot write to its image, gain privileges or keep a capability', ({ template }) => {
    expect(template.spec.containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  const callersOfTheApi = ['ingress', 'keda-operator', 'keda-metrics'];

  test.each(pods)('$name has a token of the Kubernetes API only to call it', ({ name, template }) => {
    expect(template.spec.automountServiceAccountToken).toBe(callersOfTheApi.includes(name));
  });

  test.each(pods)('$name limits memory and not CPU', ({ template }) => {
    expect(Object.keys(template.spec.containers[0].resources.limits)).toEqual(['memory']);
  });

  test.each(pods)('$name gets no variables of Services', ({ template }) => {
    expect(template.spec.enableServiceLinks).toBe(false);
  });
});

describe('placement', () => {
  test('a pod names its pool and architecture', () => {
    expect(api.template.spec.nodeSelector).toEqual({
      'karpenter.sh/nodepool': 'general',
      'kubernetes.io/arch': 'arm64',
    });
  });

  test('the worker tolerates nodes that can vanish', () => {
    expect(object(charts, 'Deployment', 'worker').spec.template.spec.tolerations).toEqual([
      { key: 'platform/interruptible', value: 'true', effect: 'NoSchedule', operator: 'Equal' },
    ]);
  });

  test('the api does not', () => {
    expect(api.template.spec.tolerations).toEqual([]);
  });

  test('pods spread over zones and hosts', () => {
    const keys = api.template.spec.topologySpreadConstraints.map(
      ({ topologyKey }: { topologyKey: string }) => topologyKey,
    );
    expect(keys).toEqual(['topology.kubernetes.io/zone', 'kubernetes.io/hostname']);
  });
});

describe('rollout', () => {
  test('no gap: new pods come before old ones go', () => {
    expect(api.strategy.rollingUpdate).toEqual({ maxUnavailable: 0, maxSurge: '25%' });
  });

  test('the pod serves on for the drain before SIGTERM', () => {
    expect(apiContainer.lifecycle.preStop).toEqual({ sleep: { seconds: 20 } });
  });

  test('SIGKILL comes after drain and shutdown', () => {
    expect(api.template.spec.terminationGracePeriodSeconds).toBe(20 + 30);
  });

  test('the replicas are left to the autoscaler', () => {
    expect(api).not.toHaveProperty('replicas');
  });

  test('the selector holds for every revision', () => {
    expect(api.selector.matchLabels).toEqual({ 'app.kubernetes.io/name': 'api' });
  });

  test('the pods carry their revision', () => {
    expect(api.template.metadata.labels['platform/revision']).toMatch(/^[0-9a-f]{10}$/);
  });

  const revisionWith = (change: object): string => {
    const environment = loadEnvironment('production');
    const inputs = { ...undeployedInputs(environment), ...change };
    return object(renderCharts(environment, inputs), 'Deployment', 'api').spec.template.metadata.labels[
      'platform/revision'
    ];
  };

  test('another image is another revision', () => {
    expect(revisionWith({ applicationImage: 'registry.example/app:2' })).not.toBe(revisionWith({}));
  });

  test('another number of a CDK token is the same revision', () => {
    const image = (token: string): object => ({ applicationImage: `\${Token[${token}]}/app:1` });
    expect(revisionWith(image('TOKEN.7'))).toBe(revisionWith(image('TOKEN.8')));
  });

  test('YAML rendered with the deployed names has the revisions of the deploy', () => {
    const named = (name: (what: string) => string): object => ({
      databaseHost: name('database'),
      cacheQueuesHost: name('cache'),
      cacheVolatileHost: name('cache'),
      pullThroughHost: name('registry'),
      applicationImage: `${name('repository')}/app:1`,
    });
    const deployed = named((what) => `\${Token[${what}.7]}`);
    expect(revisionWith(named((what) => `${what}.amazonaws.com`))).toBe(revisionWith(deployed));
  });

  test('an image whose tag hides in a CDK token is refused', () => {
    expect(() => revisionWith({ applicationImage: '${Token[TOKEN.7]}' })).toThrow('no tag or digest');
  });
});

describe('probes', () => {
  test('the start may take what the config allows', () => {
    const { failureThreshold, periodSeconds } = apiContainer.startupProbe;
    expect(failureThreshold * periodSeconds).toBe(60);
  });

  test.each([
    ['startupProbe', '/health'],
    ['readinessProbe', '/ready'],
    ['livenessProbe', '/health'],
  ])('%s asks %s', (probe, path) => {
    expect(apiContainer[probe].httpGet).toEqual({ path, port: 3000 });
  });

  test('an image with /health alone is asked nothing else', () => {
    const production = loadEnvironment('production');
    const health = { path: '/health' };
    const environment = {
      ...production,
      application: {
        ...production.application,
        probes: { startup: health, ready: health, live: health, startupSecondsMax: 60 },
      },
    };
    const deployment = object(renderCharts(environment, undeployedInputs(environment)), 'Deployment', 'api');
    expect(deployment.spec.template.spec.containers[0].readinessProbe.httpGet.path).toBe('/health');
  });
});

describe('autoscaler', () => {
  const { spec } = object(charts, 'HorizontalPodAutoscaler', 'api');

  test.each([
    ['api', 3, 10],
    ['realtime', 2, 4],
  ])('%s has %i to %i pods', (name, minReplicas, maxReplicas) => {
    expect(object(charts, 'HorizontalPodAutoscaler', name).spec).toMatchObject({ minReplicas, maxReplicas });
  });

  test.each(['cpu', 'memory'])('%s is kept at 70%%', (name) => {
    expect(spec.metrics).toContainEqual({
      type: 'Resource',
      resource: { name, target: { type: 'Utilization', averageUtilization: 70 } },
    });
  });

  test('up at once, from 3 to 10 in two steps of 15 seconds', () => {
    expect(spec.behavior.scaleUp).toMatchObject({
      stabilizationWindowSeconds: 0,
      policies: [
        { type: 'Percent', value: 100, periodSeconds: 15 },
        { type: 'Pods', value: 4, periodSeconds: 15 },
      ],
    });
  });

  test('down after 5 minutes', () => {
    expect(spec.behavior.scaleDown.stabilizationWindowSeconds).toBe(300);
  });
});

describe('disruption budget', () => {
  test('a drain takes one pod at a time, also the only one', () => {
    const { spec } = object(renderedCharts('starter'), 'PodDisruptionBudget', 'realtime');
    expect(spec).toMatchObject({ maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' });
  });
});

describe('Service', () => {
  test('the port is the container’s own', () => {
    expect(object(charts, 'Service', 'api').spec.ports).toEqual([
      { name: 'http', port: 3000, targetPort: 3000, protocol: 'TCP' },
    ]);
  });

  test('what nobody calls has none', () => {
    expect(() => object(charts, 'Service', 'lifecycle')).toThrow('no Service lifecycle');
  });
});

test('a writable folder is a volume with a size', () => {
  const { volumes } = api.template.spec;
  expect(volumes).toContainEqual({ name: 'writable-0', emptyDir: { sizeLimit: '256Mi' } });
});

test('a writable folder is where the image expects it', () => {
  expect(apiContainer.volumeMounts).toContainEqual({ name: 'writable-0', mountPath: '/tmp' });
});
