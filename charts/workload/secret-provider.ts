import { ApiObject } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { secretsFolder } from '../../config/contract';
import type { ReadOnlyVolume } from './container';

/** A secret in Secrets Manager, or one field of it; `field: null` is the whole value. */
export interface SecretValue {
  readonly secretName: string;
  readonly field: string | null;
}

/** A variable whose value is a secret. */
export interface SecretVariable extends SecretValue {
  readonly variable: string;
}

export interface SecretProviderProps {
  /** Of the SecretProviderClass and of the Secret that the driver fills. */
  readonly name: string;
  readonly namespace: string;
  readonly region: string;
  /** Values that the driver copies into the Secret; none: there is no Secret. */
  readonly variables: readonly SecretVariable[];
  /** Values that are files and nothing else. Default: none. */
  readonly files?: readonly SecretValue[];
}

/** Name of the file that the driver writes; also the key between the two halves of a SecretProviderClass. */
const fileName = ({ secretName, field }: SecretValue): string =>
  [secretName, ...(field ? [field] : [])].map((part) => part.replace(/[^\w.-]/g, '_')).join('.');

/** Where a pod finds a value, in the newest version that the driver has read. */
export const secretFile = (value: SecretValue): string => `${secretsFolder}/${fileName(value)}`;

/** One entry for each secret, because the provider refuses a secret that is named twice. */
function providerObjects(values: readonly SecretValue[]): object[] {
  const secretNames = [...new Set(values.map(({ secretName }) => secretName))];
  return secretNames.map((objectName) => {
    const ofSecret = values.filter(({ secretName }) => secretName === objectName);
    const fields = new Set(ofSecret.flatMap(({ field }) => field ?? []));
    return {
      objectName,
      objectType: 'secretsmanager',
      objectAlias: fileName({ secretName: objectName, field: null }),
      ...(fields.size > 0 && {
        // Quoted: a JMESPath identifier may then hold any character.
        jmesPath: [...fields].map((field) => ({
          path: JSON.stringify(field),
          objectAlias: fileName({ secretName: objectName, field }),
        })),
      }),
    };
  });
}

/**
 * Secrets Manager's values as files, and as a Secret whose keys are the variables' names. The driver reads them with the
 * pod's own Pod Identity role when the pod starts, and the Secret exists as long as such a pod does: nothing is in a
 * manifest. The files follow a rotation; a running container's variables do not.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/ascp-examples.html
 */
export function secretProviderClass(scope: Construct, props: SecretProviderProps): void {
  const { name, namespace, region, variables, files = [] } = props;
  const objects = providerObjects([...variables, ...files]);
  new ApiObject(scope, `secrets-${name}`, {
    apiVersion: 'secrets-store.csi.x-k8s.io/v1',
    kind: 'SecretProviderClass',
    metadata: { name, namespace },
    spec: {
      provider: 'aws',
      parameters: { region, usePodIdentity: 'true', objects: JSON.stringify(objects) },
      ...(variables.length > 0 && {
        secretObjects: [
          {
            secretName: name,
            type: 'Opaque',
            data: variables.map((value) => ({ objectName: fileName(value), key: value.variable })),
          },
        ],
      }),
    },
  });
}

/** The volume of the files, which the driver fills, with the Secret, before the container starts. */
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
