import type { Migration } from '../database/migration';

/** What the library keeps in each tenant's schema; an application's own migrations follow these. */
export const tenancyMigrations: readonly Migration[] = [];
