import { z } from 'zod';
import type { Migration } from '../database/migration';
import { type FleetProgress, type FleetReport, migrateFleet } from './fleet';
import { migratePlatform } from './migrate-platform';
import type { OperationKind } from './operation';

export const fleetInputSchema = z.strictObject({
  /** Whether contract migrations run, now and from now on. */
  contract: z.boolean().default(false),
  /** Tenants at one time. */
  parallel: z.int().min(1).max(50).default(8),
});
export type FleetInput = z.output<typeof fleetInputSchema>;

export interface FleetOperationOptions {
  /** All of a tenant's schema: the library's migrations and then the application's own. */
  readonly migrations: readonly Migration[];
  /** The schema `public`. Default: the library's. */
  readonly platformMigrations?: readonly Migration[];
  readonly onFleetProgress?: (progress: FleetProgress) => void;
}

/** `migrate-fleet`: its result is a FleetReport. Tenants that fail do not make it fail: the report names them. */
export const fleetOperation = (options: FleetOperationOptions): OperationKind<FleetInput, FleetReport> => ({
  kind: 'migrate-fleet',
  input: fleetInputSchema,
  steps: [
    {
      name: 'migrate-public',
      run: async ({ input, database }) => {
        await migratePlatform(database, input, options.platformMigrations);
      },
    },
    {
      name: 'migrate-tenants',
      run: ({ input, database, signal }) =>
        migrateFleet(database, {
          ...input,
          migrations: options.migrations,
          onProgress: options.onFleetProgress,
          signal,
        }),
    },
  ],
});
