import type { k8s } from 'cdk8s-plus-28';
import { applicationUserId, priorityClasses } from '../../config/contract';
import type { Component } from '../../config/components';
import type { Environment } from '../../config/schema';
import type { ClusterInputs } from '../inputs';
import { certificatesVolume } from '../workload/certificates-volume';
import type { PodShape } from '../workload/pod';
import { identifiedImage } from '../workload/revision';
import { type SecretVariable, secretVariables, secretVolume } from '../workload/secret-provider';

type Size = Component | Environment['application']['migration'];

/** A pod of the application image. The login's variables come first, because the URLs are composed of them. */
export function applicationPod<Name extends string>(
  environment: Environment,
  inputs: ClusterInputs,
  pod: {
    readonly name: Name;
    readonly size: Size;
    readonly secretName: string;
    readonly secrets: readonly SecretVariable[];
    readonly variables: readonly k8s.EnvVar[];
  },
): PodShape & { readonly name: Name } {
  const { arguments: args, pool, cpuRequestMillicores, memoryRequestMib, memoryLimitMib } = pod.size;
  return {
    name: pod.name,
    image: identifiedImage(inputs.applicationImage),
    arguments: args,
    variables: [...secretVariables(pod.secretName, pod.secrets), ...pod.variables],
    userId: applicationUserId,
    pool,
    priorityClassName: priorityClasses.application,
    cpuRequestMillicores,
    memoryRequestMib,
    memoryLimitMib,
    writableFolders: environment.application.writableFolders,
    readOnlyVolumes: [secretVolume(pod.secretName), certificatesVolume],
  };
}
