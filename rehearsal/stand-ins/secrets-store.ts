import type { ApiObject } from '../cluster/api-server';

/** The part of a SecretProviderClass that says what becomes of it. */
interface ProviderClassSpec {
  readonly parameters: { readonly objects: string };
  /** Absent where nobody reads a variable. */
  readonly secretObjects?: readonly {
    readonly secretName: string;
    readonly type: string;
    readonly data: readonly { readonly objectName: string; readonly key: string }[];
  }[];
}

interface ProviderObject {
  readonly objectName: string;
  readonly objectAlias: string;
  readonly jmesPath?: readonly { readonly path: string; readonly objectAlias: string }[];
}

const driver = 'secrets-store.csi.k8s.io';

/**
 * Does to objects what the secrets-store driver and AWS's provider do in a cluster: each SecretProviderClass becomes the
 * Secrets that the driver would fill, and one more with the files that it would write, of which the driver's volumes then
 * are made. A class that nothing mounts fills nothing, as in a cluster.
 * @param secrets what Secrets Manager would hold: the text by the secret's name.
 * @throws Error when an object asks for a secret or a field that is not there.
 */
export function withFilledSecrets(
  objects: readonly ApiObject[],
  secrets: Readonly<Record<string, string>>,
): readonly ApiObject[] {
  const mounted = new Set(objects.flatMap(mountedClasses));
  return objects.flatMap((object) => {
    if (object.kind !== 'SecretProviderClass') return [withSecretVolumes(object)];
    return mounted.has(object.metadata.name) ? secretsOf(object, secrets) : [];
  });
}

/** Names of the classes whose volumes are somewhere in it. */
function mountedClasses(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  const { csi } = part as { readonly csi?: CsiSource };
  if (csi?.driver === driver) return [csi.volumeAttributes.secretProviderClass];
  return Object.values(part).flatMap(mountedClasses);
}

/** Of the Secret that has a class's files. */
const filesSecret = (className: string): string => `${className}-files`;

function secretsOf(providerClass: ApiObject, secrets: Readonly<Record<string, string>>): ApiObject[] {
  const { name, namespace } = providerClass.metadata;
  const files = providedFiles(providerClass, secrets);
  const { secretObjects = [] } = providerClass.spec as ProviderClassSpec;
  const secret = (secretName: string, type: string, stringData: Readonly<Record<string, string>>) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: secretName, namespace },
    type,
    stringData,
  });
  return [
    secret(filesSecret(name), 'Opaque', files),
    ...secretObjects.map(({ secretName, type, data }) => {
      const values = data.map(({ objectName, key }) => {
        const text = files[objectName];
        if (text === undefined) throw new Error(`SecretProviderClass ${name} provides no file ${objectName}`);
        return [key, text];
      });
      return secret(secretName, type, Object.fromEntries(values));
    }),
  ];
}

/** The files that the provider writes: each secret's text, and the fields that a path names. */
function providedFiles(
  { metadata, spec }: ApiObject,
  secrets: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const { parameters } = spec as ProviderClassSpec;
  const provided = JSON.parse(parameters.objects) as readonly ProviderObject[];
  return Object.fromEntries(
    provided.flatMap(({ objectName, objectAlias, jmesPath = [] }) => {
      const text = secrets[objectName];
      if (text === undefined) {
        throw new Error(`SecretProviderClass ${metadata.name} asks for ${objectName}, which no stand-in has`);
      }
      const fields = jmesPath.map(({ path, objectAlias: file }) => [file, fieldOf(text, path, objectName)]);
      return [[objectAlias, text], ...fields];
    }),
  );
}

/** A path of our charts is one quoted identifier. */
function fieldOf(text: string, path: string, secretName: string): string {
  const value = (JSON.parse(text) as Readonly<Record<string, unknown>>)[JSON.parse(path) as string];
  if (typeof value !== 'string') throw new Error(`the secret ${secretName} has no field ${path}`);
  return value;
}

/** Goes through everything, because volumes stand at different depths in Deployments, Jobs and the like. */
function withSecretVolumes<Part>(part: Part): Part {
  if (Array.isArray(part)) return part.map(withSecretVolumes) as Part;
  if (typeof part !== 'object' || part === null) return part;
  const { csi, ...others } = part as { readonly csi?: CsiSource };
  if (csi?.driver === driver) {
    const secretName = filesSecret(csi.volumeAttributes.secretProviderClass);
    return { ...others, secret: { secretName } } as Part;
  }
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => [name, withSecretVolumes(value)]),
  ) as Part;
}

interface CsiSource {
  readonly driver: string;
  readonly volumeAttributes: { readonly secretProviderClass: string };
}
