import { applicationComponents, namespaces } from '../../config/contract';
import type { Environment } from '../../config/schema';
import type { ClusterInputs } from '../inputs';
import { renderChart, type RenderedChart } from '../rendered-chart';
import { Workload } from '../workload';
import { componentVariables } from './application-environment';
import { applicationPod } from './application-pod';
import { applicationSecrets } from './application-secrets';
import { secretProviderClass } from './secret-provider';

const secretName = 'application';

/** Components that other pods call; the worker takes its tasks from the queues. */
const withService = new Set<string>(['api', 'realtime']);

/** The application image three times: requests, sockets, tasks. */
export function renderApplication(environment: Environment, inputs: ClusterInputs): RenderedChart {
  const { application } = environment;
  const secrets = applicationSecrets(environment);
  return renderChart('app', (chart) => {
    secretProviderClass(chart, {
      name: secretName,
      namespace: namespaces.app,
      region: inputs.region,
      variables: secrets,
    });
    for (const name of applicationComponents) {
      const component = application.components[name];
      new Workload(chart, {
        environment,
        inputs,
        pod: applicationPod(environment, inputs, {
          name,
          size: component,
          secretName,
          secrets,
          variables: componentVariables(environment, inputs, component.variables),
        }),
        autoscaling: component,
        http: application,
        drainSeconds: application.drainSeconds,
        shutdownSeconds: application.shutdownSeconds,
        service: withService.has(name),
      });
    }
  });
}
