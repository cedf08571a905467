import type { MigratorDatabase } from '@platform/tenancy/life/migrator-database';
import type { AnyOperationKind } from '@platform/tenancy/life/operation';
import { TenantLife } from '@platform/tenancy/life/tenant-life';
import { tenantMigrations } from '../schema/application-migrations';
import { addFirstAdministrator } from '../users/first-administrator';

export interface LifeParts {
  readonly database: MigratorDatabase;
  /** Makes a Temporal namespace; left out where Temporal is not at hand. */
  readonly ensureNamespace?: (namespace: string) => Promise<void>;
  /** Kinds that need storage, Redis or Temporal. */
  readonly kinds?: readonly AnyOperationKind[];
}

/** The library's life of a tenant, with this application's schema and first rows. */
export const openTenantLife = (parts: LifeParts): TenantLife =>
  new TenantLife({ ...parts, migrations: tenantMigrations, seed: addFirstAdministrator });
