import type { Migration } from '../database/migration';

/**
 * Wrapped data keys of all tenants, in `public`. Tenants' roles have no right to it. A retired version seals nothing
 * more but still opens what a backup or a bundle brings back; only erasure deletes rows.
 */
export const dataKeyMigrations: readonly Migration[] = [
  {
    id: 'credentials-1-data-keys',
    phase: 'expand',
    sql: `
      CREATE TABLE tenant_data_keys (
        tenant_id uuid NOT NULL,
        version integer NOT NULL CHECK (version > 0),
        master_key text NOT NULL,
        wrapped bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        retired_at timestamptz,
        PRIMARY KEY (tenant_id, version)
      );
      CREATE INDEX tenant_data_keys_by_master_key ON tenant_data_keys (master_key, tenant_id);
      GRANT SELECT, INSERT, UPDATE ON tenant_data_keys TO app;
    `,
  },
];

/**
 * Sealed credentials, in each tenant's schema. `credential_key_versions` has the versions in use, of which the
 * highest seals: by it a pod that has not heard of a rotation is refused, and by the foreign key a version stays as long
 * as a row needs it.
 */
export const credentialMigrations: readonly Migration[] = [
  {
    id: 'credentials-1-tables',
    phase: 'expand',
    sql: `
      CREATE TABLE credential_key_versions (
        version integer PRIMARY KEY CHECK (version > 0),
        opened_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE credentials (
        name text PRIMARY KEY,
        provider text NOT NULL,
        key_version integer NOT NULL REFERENCES credential_key_versions (version),
        nonce bytea NOT NULL CHECK (length(nonce) = 12),
        ciphertext bytea NOT NULL,
        last_four text,
        created_at timestamptz NOT NULL DEFAULT now(),
        replaced_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX credentials_by_key_version ON credentials (key_version);
    `,
  },
];
