import { credentialMigrations } from '../credentials/credentials-schema';
import type { Migration } from '../database/migration';
import { taskMigrations } from '../tasks/outbox-schema';

/**
 * What the library keeps in each tenant's schema; an application's own migrations, in groups of their own, follow
 * these. Ids are `<group>-<number>-<what>`, numbered within their group from 1.
 */
export const tenancyMigrations: readonly Migration[] = [...taskMigrations, ...credentialMigrations];
