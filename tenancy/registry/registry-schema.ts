import { tiers } from '../context/tenant-context';
import { databaseRoles } from '../database/identifiers';
import type { Migration } from '../database/migration';
import { tenantStatuses } from './tenant-record';

const { application, tenants } = databaseRoles;
const list = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

/**
 * The registry. The application's login reads it and changes nothing; a tenant's role sees its own row, which is how a
 * policy of another table finds out whose role is asking: `tenant_id = (SELECT id FROM public.tenants WHERE role_name =
 * current_user)`.
 *
 * The group role `tenants` may be there already: roles belong to the server, and outlive a database that is restored.
 */
export const registryMigrations: readonly Migration[] = [
  {
    id: 'registry-1-tenants',
    phase: 'expand',
    sql: `
      DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${tenants}') THEN
          CREATE ROLE ${tenants} NOLOGIN;
        END IF;
      END $$;

      CREATE TABLE public.tenants (
        id uuid PRIMARY KEY,
        slug text NOT NULL UNIQUE,
        name text NOT NULL,
        tier text NOT NULL CHECK (tier IN (${list(tiers)})),
        region text NOT NULL,
        status text NOT NULL DEFAULT 'provisioning' CHECK (status IN (${list(tenantStatuses)})),
        role_name text NOT NULL UNIQUE,
        contract_limits jsonb,
        provider_budget_usd numeric CHECK (provider_budget_usd >= 0),
        temporal_namespace text,
        schema_version integer NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT now(),
        seeded_at timestamptz,
        activated_at timestamptz,
        suspended_at timestamptz,
        suspended_because text,
        erase_after timestamptz,
        erased_at timestamptz,
        UNIQUE (id, role_name)
      );
      ALTER TABLE public.tenants ENABLE ROW LEVEL SECURITY;
      CREATE POLICY application ON public.tenants FOR SELECT TO ${application} USING (true);
      CREATE POLICY own_row ON public.tenants FOR SELECT TO ${tenants} USING (role_name = current_user);
      GRANT SELECT ON public.tenants TO ${application};
      GRANT SELECT (id, slug, role_name) ON public.tenants TO ${tenants};
    `,
  },
];
