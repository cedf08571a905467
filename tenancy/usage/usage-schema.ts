import type { Migration } from '../database/migration';

/**
 * Usage of all tenants, in `public`.
 * - `usage_hours`: what a tenant used in an hour (UTC). `late_quantity` is the part of `quantity` that was used in an
 *   earlier hour, and came after that one was closed.
 * - `usage_watermark`: one row. Hours before `closed_before` are closed and change no more.
 * - `usage_sources`: the last batch that each source delivered, by which a replayed one is known.
 */
export const usageMigrations: readonly Migration[] = [
  {
    id: 'usage-1-tables',
    phase: 'expand',
    sql: `
      CREATE TABLE usage_hours (
        hour timestamptz NOT NULL CHECK (hour = date_trunc('hour', hour, 'UTC')),
        tenant_id uuid NOT NULL,
        metric text NOT NULL,
        provider text NOT NULL DEFAULT '',
        model text NOT NULL DEFAULT '',
        quantity numeric NOT NULL CHECK (quantity >= 0),
        late_quantity numeric NOT NULL DEFAULT 0 CHECK (late_quantity BETWEEN 0 AND quantity),
        PRIMARY KEY (hour, tenant_id, metric, provider, model)
      );
      CREATE INDEX usage_hours_by_tenant ON usage_hours (tenant_id, hour);
      CREATE TABLE usage_watermark (
        only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        closed_before timestamptz NOT NULL CHECK (closed_before = date_trunc('hour', closed_before, 'UTC'))
      );
      INSERT INTO usage_watermark (closed_before) VALUES (date_trunc('hour', now(), 'UTC'));
      CREATE TABLE usage_sources (
        source text PRIMARY KEY,
        last_sequence bigint NOT NULL,
        received_at timestamptz NOT NULL DEFAULT now()
      );
      GRANT SELECT, INSERT, UPDATE ON usage_hours TO app;
      GRANT SELECT, UPDATE ON usage_watermark TO app;
      GRANT SELECT, INSERT, UPDATE, DELETE ON usage_sources TO app;
    `,
  },
];
