import { TenancyError } from '../context/tenancy-error';
import { slugSchema } from '../context/tenant-context';

/**
 * Group roles of the database. `application` is the login of the product's pods and inherits nothing; every tenant's
 * role is a member of `tenants`, which holds the few rights that all tenants have outside their schema; `migrator`
 * makes roles and schemas.
 */
export const databaseRoles = { application: 'app', tenants: 'tenants', migrator: 'migrator' } as const;

/** Name of a tenant's schema and, alike, of its role: `tenant_acme_corp` for `acme-corp`. */
export function tenantSchemaName(slug: string): string {
  if (!slugSchema.safeParse(slug).success) {
    throw new TenancyError('invalid-identifier', 'The slug is malformed.');
  }
  return `tenant_${slug.replaceAll('-', '_')}`;
}
