import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environments } from '../../../config/load';
import { secretNames } from '../../../config/contract';
import { registries, type Registry } from '../../../config/images';
import type { Environment } from '../../../config/schema';
import { resourcesOfTypes } from '../../laws/stack-resources';
import { assemblyFolder, type Json, synthesizedTree } from '../../support/synthesized';

/** A stack of an environment, as commands name it. */
export interface KnownStack {
  readonly environment: string;
  readonly region: string;
  readonly outputs: readonly string[];
  readonly parameters: readonly string[];
}

/** What commands may name, of all environments that are deployed to AWS. */
export interface KnownNames {
  readonly stacks: ReadonlyMap<string, KnownStack>;
  /** Regions by `kind name`, such as `secret production/database/app`. */
  readonly regions: ReadonlyMap<string, ReadonlySet<string>>;
  /** Beginnings of names that CloudFormation makes up, such as `production-network-FlowLogs`. */
  readonly madeUp: readonly string[];
}

/** The property that names a resource, and the kind of name. */
const namedTypes: Readonly<Record<string, readonly [kind: NameKind, property: string]>> = {
  'AWS::SecretsManager::Secret': ['secret', 'Name'],
  'AWS::SSM::Parameter': ['parameter', 'Name'],
  'AWS::CloudWatch::Alarm': ['alarm', 'AlarmName'],
  'AWS::RDS::DBInstance': ['database', 'DBInstanceIdentifier'],
  'AWS::Logs::LogGroup': ['log group', 'LogGroupName'],
  'AWS::EKS::Cluster': ['cluster', 'Name'],
  'AWS::ECR::Repository': ['repository', 'RepositoryName'],
  'AWS::KMS::Alias': ['key', 'AliasName'],
  'AWS::ElastiCache::User': ['cache user', 'UserId'],
  'AWS::Backup::RestoreTestingPlan': ['restore testing plan', 'RestoreTestingPlanName'],
  'AWS::CloudTrail::Trail': ['trail', 'TrailName'],
};

export type NameKind =
  | 'secret'
  | 'parameter'
  | 'alarm'
  | 'database'
  | 'log group'
  | 'cluster'
  | 'repository'
  | 'key'
  | 'cache user'
  | 'restore testing plan'
  | 'trail';

/** Production with options that a runbook may be about, such as read replicas; under production's name here. */
const optionsOn = 'everything-on';
const asProduction = (name: string): string => name.replace(optionsOn, 'production');

const deployed = Object.values(environments).filter(({ deploysTo }) => deploysTo === 'aws');

/** Reads the synthesized assemblies of all environments. */
export function knownNames(): KnownNames {
  const stacks = new Map<string, KnownStack>();
  const regions = new Map<string, Set<string>>();
  const madeUp: string[] = [];
  const add = (kind: NameKind, name: string, ...where: readonly string[]): void => {
    const key = `${kind} ${name}`;
    regions.set(key, new Set([...(regions.get(key) ?? []), ...where]));
  };
  for (const environment of deployed) {
    for (const [name, stack] of stacksOf(environment)) stacks.set(name, stack);
    addHandMade(environment, add);
  }
  for (const environmentName of [...deployed.map(({ name }) => name), optionsOn]) {
    const tree = synthesizedTree(environmentName);
    for (const { stack, id, type, properties } of resourcesOfTypes(tree, ...Object.keys(namedTypes))) {
      const stackName = asProduction(`${environmentName}-${stack.noun}`);
      const [kind, property] = namedTypes[type] ?? [];
      const name = kind && property && properties[property];
      if (kind && typeof name === 'string') {
        add(kind, asProduction(name), stacks.get(stackName)?.region ?? '', ...replicasOf(properties));
      } else {
        madeUp.push(`${stackName}-${id}`);
      }
    }
  }
  return { stacks, regions, madeUp };
}

function stacksOf({ name: environment }: Environment): [string, KnownStack][] {
  const folder = assemblyFolder(environment);
  const manifest: Json = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  return Object.entries<Json>(manifest.artifacts)
    .filter(([, { type }]) => type === 'aws:cloudformation:stack')
    .map(([name, artifact]) => {
      const template: Json = JSON.parse(readFileSync(join(folder, artifact.properties.templateFile), 'utf8'));
      return [
        name,
        {
          environment,
          region: artifact.environment.split('/').at(-1),
          outputs: Object.keys(template.Outputs ?? {}),
          parameters: Object.keys(template.Parameters ?? {}),
        },
      ];
    });
}

const replicasOf = ({ ReplicaRegions = [] }: Json): string[] =>
  ReplicaRegions.map(({ Region }: Json) => Region);

/** Secrets that people make, which docs/new-environment.md tells of. */
function addHandMade(
  { observability, application, name, region, recoveryRegion }: Environment,
  add: (kind: NameKind, name: string, ...regions: readonly string[]) => void,
): void {
  const both = [region, recoveryRegion];
  const { pagerDutySecretName, paging } = observability;
  for (const secretName of [pagerDutySecretName, paging.routingKeySecretName, secretNames.grafana(name)]) {
    if (secretName) add('secret', secretName, ...both);
  }
  for (const { secretName } of application.secrets) add('secret', `${name}/product/${secretName}`, region);
  for (const { credentialSecretName } of Object.values<Registry>(registries)) {
    if (credentialSecretName) add('secret', credentialSecretName, ...both);
  }
}
