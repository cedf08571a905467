import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An image that the deploy builds and pushes to the bootstrap's repository. */
export interface BuiltImage {
  readonly repositoryName: string;
  readonly tag: string;
  /** Such as `linux/arm64`. */
  readonly platform: string | null;
}

export interface NeededStack {
  readonly name: string;
  readonly region: string;
}

/** What an assembly asks of the account. */
export interface DeployNeeds {
  readonly folder: string;
  readonly stacks: readonly NeededStack[];
  readonly bootstrapVersion: number;
  /** Parameter in which `cdk bootstrap` leaves its version. */
  readonly bootstrapParameter: string;
  readonly builtImages: readonly BuiltImage[];
  /** Add-ons of the cluster; version null: AWS's default. */
  readonly addons: readonly { readonly name: string; readonly version: string | null }[];
  readonly elasticAddresses: number;
  /** Identifier of the database instance, not of its read replicas; null: there is none. */
  readonly databaseIdentifier: string | null;
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly properties?: {
    readonly file?: string;
    readonly templateFile?: string;
    readonly requiresBootstrapStackVersion?: number;
    readonly bootstrapStackVersionSsmParameter?: string;
  };
}

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

interface DockerImage {
  readonly source?: { readonly platform?: string };
  readonly destinations: Record<string, { readonly repositoryName: string; readonly imageTag: string }>;
}

/** Reads what a folder of `cdk synth` needs. */
export function deployNeeds(folder: string): DeployNeeds {
  const read = <T>(file: string): T => JSON.parse(readFileSync(join(folder, file), 'utf8')) as T;
  const { artifacts } = read<{ artifacts: Record<string, Artifact> }>('manifest.json');
  const ofType = (type: string): [string, Artifact][] =>
    Object.entries(artifacts).filter(([, artifact]) => artifact.type === type);

  const stacks = ofType('aws:cloudformation:stack');
  const resources = stacks.flatMap(([, { properties }]) =>
    Object.values(
      read<{ Resources?: Record<string, Resource> }>(properties?.templateFile ?? '').Resources ?? {},
    ),
  );
  const assets = ofType('cdk:asset-manifest').map(([, { properties }]) => properties ?? {});
  return {
    folder,
    stacks: stacks.map(([name, { environment = '' }]) => ({
      name,
      region: environment.split('/').at(-1) ?? '',
    })),
    bootstrapVersion: Math.max(
      0,
      ...[...stacks.map(([, { properties }]) => properties), ...assets].map(
        (properties) => properties?.requiresBootstrapStackVersion ?? 0,
      ),
    ),
    bootstrapParameter:
      stacks[0]?.[1].properties?.bootstrapStackVersionSsmParameter ?? '/cdk-bootstrap/hnb659fds/version',
    builtImages: assets.flatMap(({ file }) =>
      Object.values(
        read<{ dockerImages?: Record<string, DockerImage> }>(file ?? '').dockerImages ?? {},
      ).flatMap(({ source, destinations }) =>
        Object.values(destinations).map(({ repositoryName, imageTag }) => ({
          repositoryName,
          tag: imageTag,
          platform: source?.platform ?? null,
        })),
      ),
    ),
    addons: resources
      .filter(({ Type }) => Type === 'AWS::EKS::Addon')
      .map(({ Properties = {} }) => ({
        name: String(Properties.AddonName),
        version: typeof Properties.AddonVersion === 'string' ? Properties.AddonVersion : null,
      })),
    elasticAddresses: resources.filter(({ Type }) => Type === 'AWS::EC2::EIP').length,
    databaseIdentifier:
      resources
        .filter(({ Type }) => Type === 'AWS::RDS::DBInstance')
        .map(({ Properties }) => String(Properties?.DBInstanceIdentifier))
        .find((identifier) => !/-reader-\d+$/.test(identifier)) ?? null,
  };
}
