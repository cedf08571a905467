import { type Component, configuredComponents } from '../../config/components';
import { componentLogins, namespaces } from '../../config/contract';
import type { Environment } from '../../config/schema';
import type { ClusterInputs } from '../inputs';
import { renderChart, type RenderedChart } from '../rendered-chart';
import { Workload, type WorkloadProps } from '../workload';
import { probes } from '../workload/probes';
import { componentVariables } from './application-environment';
import { applicationPod } from './application-pod';
import { applicationSecrets } from './application-secrets';
import { secretProviderClass } from '../workload/secret-provider';

/** Components of one login share a Secret, named like this. */
const loginSecretNames = { app: 'application', migrator: 'lifecycle' } as const;

/** Components that other pods call: clients the first two, the autoscaler the third. */
const withService = new Set<string>(['api', 'realtime', 'worker']);

/** The application image once a component: requests, sockets, tasks, and the life of tenants. */
export function renderApplication(environment: Environment, inputs: ClusterInputs): RenderedChart {
  const { application } = environment;
  const components = configuredComponents(application.components);
  const http = [{ name: 'http', port: application.port }];
  const logins = new Set(components.map(([name]) => componentLogins[name]));
  return renderChart('app', (chart) => {
    for (const login of logins) {
      secretProviderClass(chart, {
        name: loginSecretNames[login],
        namespace: namespaces.app,
        region: inputs.region,
        variables: applicationSecrets(environment, login),
      });
    }
    for (const [name, component] of components) {
      const login = componentLogins[name];
      new Workload(chart, {
        environment,
        inputs,
        pod: applicationPod(environment, inputs, {
          name,
          size: component,
          secretName: loginSecretNames[login],
          secrets: applicationSecrets(environment, login),
          variables: componentVariables(environment, inputs, { login, variables: component.variables }),
        }),
        scale: scaleOf(component, application),
        ports: http,
        probes: probes(application),
        drainSeconds: application.drainSeconds,
        shutdownSeconds: application.shutdownSeconds,
        servicePorts: withService.has(name) ? http : [],
      });
    }
  });
}

/** Workers by the tasks that wait, if the image can say how many; all else by what its pods use. */
function scaleOf(
  component: Component,
  { port, metricsPath }: Environment['application'],
): WorkloadProps['scale'] {
  if ('targetUtilizationPercent' in component) return component;
  return metricsPath === null
    ? { replicas: component.replicasWithoutMetric }
    : { queue: component, source: { port, path: metricsPath } };
}
