import { podLabels, ports } from '../../../config/contract';
import {
  connectionArithmetic,
  type ConnectionConsumer,
  connectionConsumers,
  connectionSettings,
  connectionsTaken,
} from '../../../config/database-connections';
import type { KubernetesObject } from '../../../charts/rendered-chart';
import { objectName, objectsOfKind } from '../kubernetes-objects';
import type { Json, Law, Tree } from '../tree';
import { poolerOf } from './rendered-pooler';

const consumersOf = ({ environment }: Tree): ConnectionConsumer[] =>
  connectionConsumers(connectionSettings(environment));

/** Whoever a NetworkPolicy lets through to the database is counted. */
export const databaseClientsAreCounted: Law = (tree) => {
  const counted = new Set<string>(consumersOf(tree).map(({ name }) => name));
  return objectsOfKind(tree, 'NetworkPolicy')
    .filter((policy) => reachesDatabase(policy, tree))
    .filter((policy) => !counted.has(selectedName(policy)))
    .map(
      (policy) => `${objectName(policy)}: its pods reach the database, and nobody counts their connections`,
    );
};

/**
 * What the rendered poolers open at most, beside everybody else, is what the database's class takes. The poolers are read
 * from their objects, so that a number which is only in the config does not pass for one that runs.
 */
export const connectionsFitTheDatabase: Law = (tree) => {
  const { instanceClass } = tree.environment.database;
  const consumers = consumersOf(tree).map((consumer) =>
    consumer.name === 'pooler' ? { ...consumer, ...poolerOf(tree) } : consumer,
  );
  const { total, text } = connectionArithmetic(consumers);
  const taken = connectionsTaken(instanceClass) ?? 0;
  return total <= taken ? [] : [`${instanceClass} takes ${taken} connections: ${text}`];
};

const selectedName = (policy: KubernetesObject): string =>
  (policy.spec as Json).podSelector?.matchLabels?.[podLabels.name] ?? 'every pod';

function reachesDatabase(policy: KubernetesObject, { environment }: Tree): boolean {
  const addresses = new Set(environment.network.zones.map(({ dataCidr }) => dataCidr));
  const rules: Json[] = (policy.spec as Json).egress ?? [];
  return rules.some(
    ({ to = [], ports: open = [] }) =>
      to.some(({ ipBlock }: Json) => addresses.has(ipBlock?.cidr)) &&
      open.some(({ port }: Json) => port === ports.database),
  );
}
