import type { ApiObject } from '../cluster/api-server';

/** The part of a SecretProviderClass that says what becomes of it. */
interface ProviderClassSpec {
  readonly parameters: { readonly objects: string };
  readonly secretObjects: readonly {
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
 * Secrets that the driver would fill, and a volume of the driver becomes one of the Secret, with files of the same names.
 * @param secrets what Secrets Manager would hold: the text by the secret's name.
 * @throws Error when an object asks for a secret or a field that is not there.
 */
export function withFilledSecrets(
  objects: readonly ApiObject[],
  secrets: Readonly<Record<string, string>>,
): readonly ApiObject[] {
  const classes = objects.filter(({ kind }) => kind === 'SecretProviderClass');
  return objects.flatMap((object) =>
    object.kind === 'SecretProviderClass' ? secretsOf(object, secrets) : withSecretVolumes(object, classes),
  );
}

const specOf = ({ spec }: ApiObject): ProviderClassSpec => spec as ProviderClassSpec;

function secretsOf(providerClass: ApiObject, secrets: Readonly<Record<string, string>>): ApiObject[] {
  const { name, namespace } = providerClass.metadata;
  const files = providedFiles(providerClass, secrets);
  return specOf(providerClass).secretObjects.map(({ secretName, type, data }) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: secretName, namespace },
    type,
    stringData: Object.fromEntries(
      data.map(({ objectName, key }) => {
        const text = files[objectName];
        if (text === undefined) throw new Error(`SecretProviderClass ${name} provides no file ${objectName}`);
        return [key, text];
      }),
    ),
  }));
}

/** The files that the provider writes: each secret's text, and the fields that a path names. */
function providedFiles(
  { metadata, ...rest }: ApiObject,
  secrets: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const { parameters } = specOf({ metadata, ...rest });
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
function withSecretVolumes<Part>(part: Part, classes: readonly ApiObject[]): Part {
  if (Array.isArray(part)) return part.map((item) => withSecretVolumes(item, classes)) as Part;
  if (typeof part !== 'object' || part === null) return part;
  const { csi, ...others } = part as { readonly csi?: CsiSource };
  if (csi?.driver === driver) return { ...others, secret: secretSource(csi, classes) } as Part;
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => [name, withSecretVolumes(value, classes)]),
  ) as Part;
}

interface CsiSource {
  readonly driver: string;
  readonly volumeAttributes: { readonly secretProviderClass: string };
}

function secretSource({ volumeAttributes }: CsiSource, classes: readonly ApiObject[]): object {
  const name = volumeAttributes.secretProviderClass;
  const found = classes.find(({ metadata }) => metadata.name === name);
  const [secret] = found ? specOf(found).secretObjects : [];
  if (!secret) throw new Error(`a volume names the SecretProviderClass ${name}, which is not rendered`);
  return {
    secretName: secret.secretName,
    items: secret.data.map(({ objectName, key }) => ({ key, path: objectName })),
  };
}
