import { databaseRoles } from '../database/identifiers';
import type { Migration } from '../database/migration';
import { operationStates } from './operation';

const { application } = databaseRoles;
const states = operationStates.map((state) => `'${state}'`).join(', ');

/**
 * What is asked for and done with tenants, and the audit of it: rows stay. The application's login can ask, and read
 * how it goes; only the migrator changes a row. `tenant_id` refers to no row of the registry, since a tenant's id is
 * given out before the tenant is made.
 */
export const operationMigrations: readonly Migration[] = [
  {
    id: 'operations-1-table',
    phase: 'expand',
    sql: `
      CREATE TABLE public.tenant_operations (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        place bigint GENERATED ALWAYS AS IDENTITY,
        tenant_id uuid,
        kind text NOT NULL CHECK (kind ~ '^[a-z]+(-[a-z]+)*$'),
        input jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(input) = 'object'),
        requested_by text NOT NULL CHECK (requested_by <> ''),
        request_key text,
        state text NOT NULL DEFAULT 'requested' CHECK (state IN (${states})),
        step text,
        checkpoint jsonb NOT NULL DEFAULT '{}',
        attempts integer NOT NULL DEFAULT 0,
        not_before timestamptz NOT NULL DEFAULT now(),
        lease_owner uuid,
        lease_until timestamptz,
        result jsonb,
        error text,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (kind, request_key)
      );
      CREATE INDEX tenant_operations_open ON public.tenant_operations (place) WHERE state IN ('requested', 'running');
      CREATE UNIQUE INDEX tenant_operations_running ON public.tenant_operations (tenant_id) WHERE state = 'running';
      CREATE INDEX tenant_operations_of_tenant ON public.tenant_operations (tenant_id, place);
      GRANT SELECT, INSERT (id, tenant_id, kind, input, requested_by, request_key) ON public.tenant_operations
        TO ${application};
    `,
  },
  {
    id: 'operations-2-contracts',
    phase: 'expand',
    sql: `
      CREATE TABLE public.released_contracts (
        migration_id text PRIMARY KEY,
        released_at timestamptz NOT NULL DEFAULT now()
      );
    `,
  },
  {
    id: 'operations-3-catalog',
    phase: 'expand',
    sql: `
      CREATE TABLE public.tenant_migrations (
        place integer PRIMARY KEY,
        id text NOT NULL UNIQUE,
        phase text NOT NULL,
        sql text NOT NULL
      );
    `,
  },
];
