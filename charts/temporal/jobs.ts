import type { k8s } from 'cdk8s-plus-28';
import {
  databaseCertificates,
  loginVariables,
  namespaces,
  ports,
  priorityClasses,
  temporalAddress,
} from '../../config/contract';
import type { Environment } from '../../config/schema';
import { temporalPlugin, temporalStores, tenantsNamespace } from '../../config/temporal';
import { imageReference } from '../image-reference';
import type { ClusterInputs } from '../inputs';
import { renderChart, type RenderedChart } from '../rendered-chart';
import { certificatesVolume } from '../workload/certificates-volume';
import { OneTimeJob, type OneTimeJobProps } from '../workload/one-time-job';
import type { PodShape } from '../workload/pod';
import { secretProviderClass, secretVariables, secretVolume } from '../workload/secret-provider';
import { temporalSecretName, temporalSecrets, temporalUserId } from './service-pod';

/** Brings both databases up to the server's schema, from nothing or from an older one, before the services start. */
export function renderTemporalSchema(environment: Environment, inputs: ClusterInputs): RenderedChart {
  const secrets = temporalSecrets(environment);
  return renderChart('temporal-schema', (chart) => {
    secretProviderClass(chart, {
      name: temporalSecretName,
      namespace: namespaces.temporal,
      region: inputs.region,
      variables: secrets,
    });
    new OneTimeJob(chart, {
      ...job(environment, inputs, {
        name: 'temporal-schema',
        script: schemaScript,
        variables: [
          ...secretVariables(temporalSecretName, secrets),
          ...Object.entries(schemaVariables(inputs)).map(([name, value]) => ({ name, value })),
        ],
        readOnlyVolumes: [secretVolume(temporalSecretName), certificatesVolume],
      }),
    });
  });
}

/** Makes the namespace of tenants and the attribute by which a tenant's workflows are found, once the services run. */
export function renderTemporalNamespace(environment: Environment, inputs: ClusterInputs): RenderedChart {
  return renderChart('temporal-namespace', (chart) => {
    new OneTimeJob(chart, {
      ...job(environment, inputs, {
        name: 'temporal-namespace',
        script: namespaceScript,
        variables: [{ name: 'TEMPORAL_ADDRESS', value: temporalAddress }],
        readOnlyVolumes: [],
      }),
    });
  });
}

/** Both commands do nothing where their work is done: `setup-schema` keeps a version that is higher than its own. */
const schemaScript = temporalStores.flatMap(({ database, schema }) => [
  `temporal-sql-tool --database ${database} setup-schema --version 0.0`,
  `temporal-sql-tool --database ${database} update-schema --schema-name ${schema}`,
]);

/** Of temporal-sql-tool; the certificate's name is checked unless a variable says otherwise. */
const schemaVariables = (inputs: ClusterInputs): Readonly<Record<string, string>> => ({
  SQL_PLUGIN: temporalPlugin,
  SQL_HOST: inputs.databaseHost,
  SQL_PORT: String(ports.database),
  SQL_USER: `$(${loginVariables.databaseUsername})`,
  SQL_PASSWORD: `$(${loginVariables.databasePassword})`,
  SQL_TLS: 'true',
  SQL_TLS_CA_FILE: `${databaseCertificates.folder}/${databaseCertificates.fileName}`,
});

const attributeFlags = Object.entries(tenantsNamespace.searchAttributes)
  .map(([name, type]) => `--name ${name} --type ${type}`)
  .join(' ');

/** A frontend knows a new namespace after some seconds: hence the loop, which the job's deadline ends. */
const namespaceScript = [
  `temporal operator namespace describe --namespace ${tenantsNamespace.name} > /dev/null ||`,
  `  temporal operator namespace create --namespace ${tenantsNamespace.name} --retention ${tenantsNamespace.retentionDays * 24}h`,
  `until temporal operator search-attribute create --namespace ${tenantsNamespace.name} ${attributeFlags}; do sleep 2; done`,
];

function job<Name extends OneTimeJobProps['pod']['name']>(
  environment: Environment,
  inputs: ClusterInputs,
  own: Pick<PodShape, 'readOnlyVolumes'> & {
    readonly name: Name;
    readonly script: readonly string[];
    readonly variables: readonly k8s.EnvVar[];
  },
): OneTimeJobProps {
  const { deadlineSeconds, ...size } = environment.temporal.jobs;
  const { name, script, variables, readOnlyVolumes } = own;
  return {
    environment,
    inputs,
    pod: {
      ...size,
      name,
      image: imageReference('temporalAdminTools', inputs.pullThroughHost),
      arguments: ['sh', '-e', '-c', script.join('\n')],
      variables,
      userId: temporalUserId,
      pool: 'general',
      priorityClassName: priorityClasses.application,
      writableFolders: [],
      readOnlyVolumes,
    },
    deadlineSeconds,
  };
}
