import type { Migration } from '../../database/migration';

/** Tenants' schemas that a restore or its undoing replaced, and that nobody uses any more. Only the migrator sees it. */
export const restoreMigrations: readonly Migration[] = [
  {
    id: 'restore-1-retained-schemas',
    phase: 'expand',
    sql: `
      CREATE TABLE public.retained_schemas (
        schema_name text PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES public.tenants (id),
        operation_id uuid NOT NULL,
        replaced_at timestamptz NOT NULL DEFAULT now(),
        drop_after timestamptz NOT NULL
      );
      CREATE INDEX retained_schemas_of_tenant ON public.retained_schemas (tenant_id, replaced_at);
    `,
  },
];
