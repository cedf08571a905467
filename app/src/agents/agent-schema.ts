import type { Migration } from '@platform/tenancy/database/migration';

export const agentMigrations: readonly Migration[] = [
  {
    id: 'agents-1-table',
    phase: 'expand',
    sql: `
      CREATE TABLE agents (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        name text NOT NULL UNIQUE,
        instructions text NOT NULL,
        provider text NOT NULL,
        model text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      )`,
  },
];
