import type { Migration } from '../database/migration';

/** The schema `public`: registry, operations, outbox, limits and usage, in the order in which they came. */
export const platformMigrations: readonly Migration[] = [];
