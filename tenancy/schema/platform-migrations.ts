import { dataKeyMigrations } from '../credentials/credentials-schema';
import type { Migration } from '../database/migration';
import { operationMigrations } from '../life/operation-schema';
import { erasureMigrations } from '../life/erasure/erasure-schema';
import { restoreMigrations } from '../life/restore/restore-schema';
import { registryMigrations } from '../registry/registry-schema';
import { outboxMigrations } from '../tasks/outbox-schema';
import { usageMigrations } from '../usage/usage-schema';

/**
 * The schema `public`: registry, operations, outbox, limits and usage. Ids are `<group>-<number>-<what>`; within a
 * group the numbers count up from 1, and a group's next migration may stand before another group's.
 */
export const platformMigrations: readonly Migration[] = [
  ...registryMigrations,
  ...operationMigrations,
  ...restoreMigrations,
  ...erasureMigrations,
  ...outboxMigrations,
  ...dataKeyMigrations,
  ...usageMigrations,
];
