import { parse } from 'yaml';
import { objectName, objectsOfKind } from '../kubernetes-objects';
import { resourcesOfTypes } from '../stack-resources';
import type { Json, Law, Tree } from '../tree';

interface LokiSettings {
  readonly name: string;
  readonly settings: Json;
}

const lokis = (tree: Tree): LokiSettings[] =>
  objectsOfKind(tree, 'ConfigMap')
    .filter((map) => (map.data as Json)?.['loki.yaml'])
    .map((map) => ({ name: objectName(map), settings: parse((map.data as Json)['loki.yaml']) }));

const days = (text: string | undefined): number => Number(/^(\d+)h$/.exec(text ?? '')?.[1] ?? 0) / 24;

/** S3's classes whose objects take minutes or hours to read: Loki answers with an error instead. */
const slowClasses = ['GLACIER', 'DEEP_ARCHIVE'];

/** Loki erases first, when its time has come; it keeps what the environment promises, and erases single tenants. */
export const logsAreKeptAsPromised: Law = (tree) => {
  const found = lokis(tree);
  if (found.length === 0) return ['no Loki keeps logs'];
  const { expireAfterDays } = tree.environment.observability.logs;
  return found.flatMap(({ name, settings: { limits_config: limits, compactor = {} } }) => {
    const kept = days(limits.retention_period);
    return [
      ...(kept === expireAfterDays
        ? []
        : [`${name}: logs are kept for ${kept} days, not ${expireAfterDays}`]),
      ...(compactor.retention_enabled === true ? [] : [`${name}: old logs are never deleted`]),
      ...(compactor.delete_request_store && limits.deletion_mode === 'filter-and-delete'
        ? []
        : [`${name}: a tenant's logs cannot be erased`]),
    ];
  });
};

/** The bucket's life cycle touches chunks alone, never before Loki has erased them, and keeps them readable at once. */
export const lifeCyclesSpareLogs: Law = (tree) =>
  lokis(tree).flatMap(({ settings }) => {
    const prefix = settings.auth_enabled === false ? 'fake/' : null;
    const kept = days(settings.limits_config.retention_period);
    return resourcesOfTypes(tree, 'AWS::S3::Bucket')
      .filter(({ id }) => id.startsWith('LogBucket'))
      .flatMap(({ name, properties }) =>
        ((properties.LifecycleConfiguration?.Rules ?? []) as Json[]).flatMap((rule) =>
          lifeCycleFaults(rule, prefix, kept).map((fault) => `${name}: rule ${rule.Id}: ${fault}`),
        ),
      );
  });

function lifeCycleFaults(rule: Json, prefix: string | null, keptDays: number): string[] {
  const transitions: Json[] = rule.Transitions ?? [];
  if (rule.ExpirationInDays === undefined && transitions.length === 0) return [];
  return [
    ...(prefix !== null && rule.Prefix === prefix ? [] : ['reaches the index']),
    ...(rule.ExpirationInDays === undefined || rule.ExpirationInDays > keptDays
      ? []
      : [`deletes at ${rule.ExpirationInDays} days what Loki keeps for ${keptDays}`]),
    ...transitions
      .filter(({ StorageClass }) => slowClasses.includes(StorageClass))
      .map(({ StorageClass }) => `moves chunks to ${StorageClass}, which does not answer at once`),
  ];
}
