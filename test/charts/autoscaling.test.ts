import { undeployedInputs } from '../../charts/inputs';
import { renderCharts } from '../../charts/platform';
import { autoscalerTarget, waitingTasksMetric } from '../../config/autoscaling';
import { loadEnvironment } from '../../config/load';
import { tasksWaiting } from '../../app/src/telemetry/metrics';
import { renderedCharts } from '../support/synthesized';
import { object, ofKind, variablesOf } from './rendered-objects';

const charts = renderedCharts('production');
const scaler = object(charts, 'ScaledObject', 'worker').spec;

describe('the workers', () => {
  test('grow between the numbers of the config', () => {
    expect([scaler.minReplicaCount, scaler.maxReplicaCount]).toEqual([2, 5]);
  });

  test('are scaled by the gauge that the application shows', async () => {
    const { name } = await tasksWaiting.get();
    expect([waitingTasksMetric, scaler.triggers[0].metadata.valueLocation]).toEqual([name, name]);
  });

  test('come to rest under 50 waiting tasks each, with what an autoscaler leaves alone', () => {
    expect(Number(scaler.triggers[0].metadata.targetValue) * 1.1).toBeLessThan(50);
  });

  test('answer where the scaler asks', () => {
    const { metadata, spec } = object(charts, 'Service', 'worker');
    const address = `http://${metadata.name}.${metadata.namespace}.svc:${spec.ports[0].port}/metrics`;
    expect(scaler.triggers[0].metadata.url).toBe(address);
  });

  test('stay at a fixed number where the image shows no metrics', () => {
    const environment = loadEnvironment('production');
    const silent = { ...environment, application: { ...environment.application, metricsPath: null } };
    const rendered = renderCharts(silent, undeployedInputs(silent));
    expect(object(rendered, 'Deployment', 'worker').spec.replicas).toBe(3);
    expect(ofKind(rendered, 'ScaledObject')).toEqual([]);
  });
});

test.each([
  [50, 45],
  [1, 1],
])('a limit of %i is aimed at by %i', (most, target) => {
  expect(autoscalerTarget(most)).toBe(target);
});

describe('KEDA', () => {
  const definition = (name: string) => object(charts, 'CustomResourceDefinition', name);

  test.each(['scaledjobs', 'triggerauthentications'])('lets nobody make %s', (plural) => {
    const { versions } = definition(`${plural}.keda.sh`).spec;
    expect(versions[0].schema.openAPIV3Schema.properties.spec).toEqual({
      type: 'object',
      minProperties: 1,
      maxProperties: 0,
    });
  });

  test('looks at one namespace and at no secret of it', () => {
    const variables = variablesOf(object(charts, 'Deployment', 'keda-operator').spec.template);
    expect([variables.WATCH_NAMESPACE.value, variables.KEDA_RESTRICT_SECRET_ACCESS.value]).toEqual([
      'app',
      'true',
    ]);
  });

  test('has a certificate for the names by which it is called', () => {
    expect(object(charts, 'Certificate', 'keda').spec.dnsNames).toEqual([
      'keda-operator.autoscaling.svc',
      'keda-metrics.autoscaling.svc',
    ]);
  });

  test('shows its metrics through an API whose server is known', () => {
    const { metadata, spec } = object(charts, 'APIService', 'v1beta1.external.metrics.k8s.io');
    expect(metadata.annotations).toEqual({ 'cert-manager.io/inject-ca-from': 'autoscaling/keda' });
    expect(spec.insecureSkipTLSVerify).toBeUndefined();
  });
});
