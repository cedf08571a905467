import { k8s } from 'cdk8s-plus-28';
import { namespaces } from '../../config/contract';
import type { Environment } from '../../config/schema';
import type { ClusterInputs } from '../inputs';
import { flowPolicySpec } from '../network/flow-policy';
import { renderChart, type RenderedChart } from '../rendered-chart';
import { disruptionBudgetSpec } from '../workload/disruption-budget';
import { selectorLabels, workloadMetadata } from '../workload/labels';
import { podSpec } from '../workload/pod';
import { contentHash } from '../workload/revision';
import { migrationVariables } from './application-environment';
import { applicationPod } from './application-pod';
import { databaseLoginSecrets } from './application-secrets';
import { secretProviderClass } from '../workload/secret-provider';

const name = 'migration';
const finishedJobSeconds = 24 * 3600;

/** The schema change that runs before each new application image, as the login that may change schemas. */
export function renderMigrations(environment: Environment, inputs: ClusterInputs): RenderedChart {
  const secrets = databaseLoginSecrets(environment, 'migrator');
  const metadata = workloadMetadata(name, namespaces.app);
  return renderChart('migrations', (chart) => {
    new k8s.KubeServiceAccount(chart, 'service-account', { metadata, automountServiceAccountToken: false });
    new k8s.KubeNetworkPolicy(chart, 'network-policy', {
      metadata,
      spec: flowPolicySpec(environment, name),
    });
    // A budget of a Job can only be a minimum. It holds a drain up for as long as the migration runs, and no longer.
    new k8s.KubePodDisruptionBudget(chart, 'disruption-budget', {
      metadata,
      spec: disruptionBudgetSpec(name, { minAvailable: k8s.IntOrString.fromNumber(1) }),
    });
    secretProviderClass(chart, {
      name,
      namespace: namespaces.app,
      region: inputs.region,
      variables: secrets,
    });
    const spec = migrationJob(
      environment,
      podSpec(
        environment,
        applicationPod(environment, inputs, {
          name,
          size: environment.application.migration,
          secretName: name,
          secrets,
          variables: migrationVariables(environment, inputs),
        }),
      ),
    );
    // A Job cannot be changed: a new image or variable gives a new name, and so a new run.
    new k8s.KubeJob(chart, 'job', {
      metadata: { ...metadata, name: `${name}-${contentHash(k8s.toJson_JobSpec(spec), inputs)}` },
      spec,
    });
  });
}

function migrationJob(environment: Environment, pod: k8s.PodSpec): k8s.JobSpec {
  return {
    backoffLimit: 3,
    activeDeadlineSeconds: environment.application.migration.deadlineSeconds,
    ttlSecondsAfterFinished: finishedJobSeconds,
    // A node that goes away is not the migration's fault: such a try does not count.
    podFailurePolicy: {
      rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
    },
    template: {
      metadata: { labels: selectorLabels(name) },
      spec: { ...pod, restartPolicy: 'Never' },
    },
  };
}
