import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { imageName, thirdPartyImages } from '../../../config/images';
import { environments } from '../../../config/load';
import type { ProductName } from '../../../config/support-dates';
import { stackNouns, stackTemplate } from '../../support/synthesized';

export type Pins = Readonly<Record<ProductName, ReadonlySet<string>>>;

const root = join(__dirname, '../../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const all = Object.values(environments);

/** What the project pins, read where it is pinned: configs, templates of all environments, Dockerfile, `engines`. */
export function pinnedVersions(): Pins {
  const resources = all
    .filter(({ deploysTo }) => deploysTo === 'aws')
    .flatMap(({ name }) => stackNouns(name).map((noun) => stackTemplate(name, noun)))
    .flatMap(({ Resources }) => Object.values(Resources ?? {}));
  const values = (type: string, property: string): string[] =>
    resources.flatMap(({ Type, Properties = {} }) =>
      Type === type && Properties[property] !== undefined ? [String(Properties[property])] : [],
    );
  const addons = resources.flatMap(({ Type, Properties = {} }) =>
    Type === 'AWS::EKS::Addon'
      ? [[Properties.AddonName, Properties.AddonVersion].filter(Boolean).join(' ')]
      : [],
  );
  return {
    kubernetes: new Set([
      ...values('AWS::EKS::Cluster', 'Version'),
      ...all.map(({ cluster }) => cluster.kubernetesVersion),
    ]),
    postgresql: new Set([
      ...values('AWS::RDS::DBInstance', 'EngineVersion'),
      ...all.map(({ database }) => database.engineVersion),
    ]),
    valkey: new Set([
      ...values('AWS::ElastiCache::ReplicationGroup', 'EngineVersion'),
      ...all.map(({ cache }) => cache.engineVersion),
    ]),
    nodejs: new Set(firstGroups(read('app/Dockerfile'), /^FROM .*\/node:(\d+)\./gm)),
    nodejsOfTools: new Set(
      ['package.json', 'app/package.json', 'tenancy/package.json'].flatMap((file) =>
        firstGroups(JSON.parse(read(file)).engines.node, /(\d+)[.\d]*/g),
      ),
    ),
    lambdaRuntimes: new Set(values('AWS::Lambda::Function', 'Runtime')),
    addons: new Set(addons),
    images: new Set(Object.values(thirdPartyImages).map(imageName)),
  };
}

const firstGroups = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, group]) => group!);
