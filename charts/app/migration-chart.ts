import { namespaces } from '../../config/contract';
import type { Environment } from '../../config/schema';
import type { ClusterInputs } from '../inputs';
import { renderChart, type RenderedChart } from '../rendered-chart';
import { databaseLoginSecrets } from '../workload/database-login';
import { OneTimeJob } from '../workload/one-time-job';
import { secretProviderClass } from '../workload/secret-provider';
import { migrationVariables } from './application-environment';
import { applicationPod } from './application-pod';

const name = 'migration';

/** The schema change that runs before each new application image, as the login that may change schemas. */
export function renderMigrations(environment: Environment, inputs: ClusterInputs): RenderedChart {
  const { migration } = environment.application;
  const secrets = databaseLoginSecrets(environment, 'migrator');
  return renderChart('migrations', (chart) => {
    secretProviderClass(chart, {
      name,
      namespace: namespaces.app,
      region: inputs.region,
      variables: secrets,
    });
    new OneTimeJob(chart, {
      environment,
      inputs,
      pod: applicationPod(environment, inputs, {
        name,
        size: migration,
        secretName: name,
        secrets,
        variables: migrationVariables(environment, inputs),
      }),
      deadlineSeconds: migration.deadlineSeconds,
    });
  });
}
