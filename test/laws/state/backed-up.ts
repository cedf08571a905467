import { inEach, listOf, resolve, resourcesOfTypes } from '../stack-resources';
import type { Law } from '../tree';
import { statefulResources } from './stores';

/** What holds state is copied as often and kept as long as the environment says. */
export const storesAreBackedUp: Law = (tree) => {
  const { database, cache, recoveryRegion } = tree.environment;
  const primaries = statefulResources(tree).filter(({ type }) => type === 'AWS::RDS::DBInstance');
  const cacheDays = new Set([
    cache.queues.snapshotRetentionDays,
    ...(cache.volatile.kind === 'ownGroup' ? [cache.volatile.group.snapshotRetentionDays] : []),
  ]);
  return [
    ...primaries.flatMap(({ name, properties }) => [
      ...(properties.BackupRetentionPeriod === database.pointInTimeDays
        ? []
        : [
            `${name}: keeps backups for ${properties.BackupRetentionPeriod} days, not ${database.pointInTimeDays}`,
          ]),
      ...(properties.AutomaticBackupReplicationRegion ===
      (database.regionalBackups.enabled ? recoveryRegion : undefined)
        ? []
        : [
            `${name}: backups go to ${properties.AutomaticBackupReplicationRegion}, regionalBackups says otherwise`,
          ]),
    ]),
    ...inEach(tree, 'AWS::ElastiCache::ReplicationGroup', ({ SnapshotRetentionLimit = 0 }) =>
      cacheDays.has(SnapshotRetentionLimit) ? [] : [`keeps snapshots for ${SnapshotRetentionLimit} days`],
    ),
  ];
};

/** Logs are written once and never again; all other objects can be overwritten or deleted by mistake. */
const holdsLogs = /LogBucket[0-9A-F]{8}$/;

export const bucketsAreVersioned: Law = (tree) =>
  inEach(tree, 'AWS::S3::Bucket', ({ VersioningConfiguration }, { id }) =>
    holdsLogs.test(id) || VersioningConfiguration?.Status === 'Enabled' ? [] : ['keeps no earlier versions'],
  );

/** Each database is in a weekly backup plan. */
export const databasesAreInTheWeeklyPlan: Law = (tree) => {
  const selected = resourcesOfTypes(tree, 'AWS::Backup::BackupSelection').flatMap(({ stack, properties }) =>
    listOf(properties.BackupSelection?.Resources).map(
      (resource) => resolve(tree, stack, resource)?.target.name,
    ),
  );
  return statefulResources(tree)
    .filter(({ type, name }) => type === 'AWS::RDS::DBInstance' && !selected.includes(name))
    .map(({ name }) => `${name}: no backup selection names it`);
};
