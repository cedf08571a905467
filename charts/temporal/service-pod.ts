import { ports, priorityClasses } from '../../config/contract';
import type { Environment } from '../../config/schema';
import { type TemporalService } from '../../config/temporal';
import { imageReference } from '../image-reference';
import type { ClusterInputs } from '../inputs';
import { certificatesVolume } from '../workload/certificates-volume';
import { databaseLoginSecrets } from '../workload/database-login';
import type { PodShape } from '../workload/pod';
import { secretVariables, secretVolume } from '../workload/secret-provider';
import { internodeVolume } from './certificates';
import { configurationFiles, serverVariables } from './server-configuration';

/** Name of the SecretProviderClass and the Secret with the login `temporal`. */
export const temporalSecretName = 'temporal';

/** The user of Temporal's images. https://github.com/temporalio/temporal/blob/main/docker/targets/server.Dockerfile */
export const temporalUserId = 1000;

export const temporalSecrets = (environment: Environment) => databaseLoginSecrets(environment, 'temporal');

export const databaseAddress = (inputs: ClusterInputs): string => `${inputs.databaseHost}:${ports.database}`;

/** Go's collector works harder from here on, before the kernel ends the process at its limit. */
const goMemoryShare = 0.9;

/** A pod of one service. */
export function servicePod(
  environment: Environment,
  inputs: ClusterInputs,
  service: TemporalService,
): PodShape & { readonly name: `temporal-${TemporalService}` } {
  const { cpuRequestMillicores, memoryRequestMib, memoryLimitMib } = environment.temporal.services[service];
  const name = `temporal-${service}` as const;
  const { folder, server } = configurationFiles;
  return {
    name,
    image: imageReference('temporalServer', inputs.pullThroughHost),
    arguments: [
      'temporal-server',
      ...['--config-file', `${folder}/${server}`],
      // Who may call is for the network to say: the flow table names every client.
      '--allow-no-auth',
      ...['start', '--service', service],
    ],
    variables: [
      { name: serverVariables.podAddress, valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
      { name: serverVariables.databaseAddress, value: databaseAddress(inputs) },
      ...secretVariables(temporalSecretName, temporalSecrets(environment)),
      { name: 'GOMEMLIMIT', value: `${Math.floor(memoryLimitMib * goMemoryShare)}MiB` },
    ],
    userId: temporalUserId,
    pool: 'general',
    priorityClassName: priorityClasses.application,
    cpuRequestMillicores,
    memoryRequestMib,
    memoryLimitMib,
    writableFolders: [],
    readOnlyVolumes: [
      { folder, volume: { name: 'configuration', configMap: { name } } },
      internodeVolume,
      secretVolume(temporalSecretName),
      certificatesVolume,
    ],
  };
}
