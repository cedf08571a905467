import { environments, loadEnvironment } from '../../config/load';
import { production } from '../../config/environments/production';
import type { Environment } from '../../config/schema';
import { changedVariant, changes } from '../laws/blast-radius/changes';

/** An environment that tests look at, under a name of its own. */
export interface Variant {
  readonly name: string;
  readonly environment: Environment;
  /** With cdk-nag and template validation, which take most of the time of a synthesis. */
  readonly validated: boolean;
}

/** Production with every option that no environment uses, so that laws and findings cover that code, too. */
const everythingOn: Environment = {
  ...production,
  name: 'everything-on',
  network: { ...production.network, natGateways: 'one' },
  cluster: { ...production.cluster, endpointAccessCidrs: ['198.51.100.0/24'] },
  database: { ...production.database, readReplicas: 2 },
  cache: { ...production.cache, volatile: { kind: 'ownGroup', group: production.cache.queues } },
  observability: { ...production.observability, guardDuty: { enabled: true } },
  application: {
    ...production.application,
    image: {
      kind: 'digest',
      reference: `registry.example.com/product@sha256:${'0'.repeat(64)}`,
      architectures: ['arm64'],
    },
    secrets: [{ variable: 'MODEL_API_KEY', secretName: 'model-provider', field: 'key' }],
  },
};

/** Every environment that the tests read as data. */
export const variants: readonly Variant[] = [
  ...Object.keys(environments).map((name) => ({ name, environment: loadEnvironment(name), validated: true })),
  { name: everythingOn.name, environment: everythingOn, validated: true },
  ...changes.map(({ field, environment }) => ({
    name: changedVariant(field),
    environment,
    validated: false,
  })),
];

/** Environments that laws walk. */
export const lawfulNames: readonly string[] = variants
  .filter(({ validated }) => validated)
  .map(({ name }) => name);
