import type { Migration } from '@platform/tenancy/database/migration';

/** Who works at the tenant. Sign-in itself is the issuer's: this says what the tenant knows of its people. */
export const userMigrations: readonly Migration[] = [
  {
    id: 'users-1-table',
    phase: 'expand',
    sql: `
      CREATE TABLE users (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        email text NOT NULL UNIQUE,
        name text NOT NULL,
        role text NOT NULL CHECK (role IN ('admin', 'member')),
        created_at timestamptz NOT NULL DEFAULT now()
      )`,
  },
];
