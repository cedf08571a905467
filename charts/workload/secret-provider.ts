import { ApiObject } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { secretsFolder } from '../../config/contract';
import type { ReadOnlyVolume } from './pod';

/** A variable whose value is a secret in Secrets Manager, or one field of it; `field: null` is the whole value. */
export interface SecretVariable {
  readonly variable: string;
  readonly secretName: string;
  readonly field: string | null;
}

export interface SecretProviderProps {
  /** Of the SecretProviderClass and of the Secret that the driver fills. */
  readonly name: string;
  readonly namespace: string;
  readonly region: string;
  readonly variables: readonly SecretVariable[];
}

/** Name of the file that the driver writes; also the key between the two halves of a SecretProviderClass. */
const fileName = (secretName: string, field: string | null): string =>
  [secretName, ...(field ? [field] : [])].map((part) => part.replace(/[^\w.-]/g, '_')).join('.');

/** One entry for each secret, because the provider refuses a secret that is named twice. */
function providerObjects(variables: readonly SecretVariable[]): object[] {
  const secretNames = [...new Set(variables.map(({ secretName }) => secretName))];
  return secretNames.map((objectName) => {
    const ofSecret = variables.filter(({ secretName }) => secretName === objectName);
    const fields = new Set(ofSecret.flatMap(({ field }) => field ?? []));
    return {
      objectName,
      objectType: 'secretsmanager',
      objectAlias: fileName(objectName, null),
      ...(fields.size > 0 && {
        // Quoted: a JMESPath identifier may then hold any character.
        jmesPath: [...fields].map((field) => ({
          path: JSON.stringify(field),
          objectAlias: fileName(objectName, field),
        })),
      }),
    };
  });
}

/**
 * Secrets Manager's values as a Secret whose keys are the variables' names. The driver reads them with the pod's own
 * Pod Identity role when the pod starts, and the Secret exists as long as such a pod does: nothing is in a manifest.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/ascp-examples.html
 */
export function secretProviderClass(scope: Construct, props: SecretProviderProps): void {
  const { name, namespace, region, variables } = props;
  new ApiObject(scope, `secrets-${name}`, {
    apiVersion: 'secrets-store.csi.x-k8s.io/v1',
    kind: 'SecretProviderClass',
    metadata: { name, namespace },
    spec: {
      provider: 'aws',
      parameters: { region, usePodIdentity: 'true', objects: JSON.stringify(providerObjects(variables)) },
      secretObjects: [
        {
          secretName: name,
          type: 'Opaque',
          data: variables.map(({ variable, secretName, field }) => ({
            objectName: fileName(secretName, field),
            key: variable,
          })),
        },
      ],
    },
  });
}

/** The volume that makes the driver fill the Secret before the container starts. */
export const secretVolume = (name: string): ReadOnlyVolume => ({
  folder: secretsFolder,
  volume: {
    name: 'secrets',
    csi: {
      driver: 'secrets-store.csi.k8s.io',
      readOnly: true,
      volumeAttributes: { secretProviderClass: name },
    },
  },
});

/** The variables, each by reference to the Secret. */
export const secretVariables = (name: string, variables: readonly SecretVariable[]): k8s.EnvVar[] =>
  variables.map(({ variable }) => ({
    name: variable,
    valueFrom: { secretKeyRef: { name, key: variable } },
  }));
