import { databaseRoles } from '../database/identifiers';
import type { Migration } from '../database/migration';

const { application, tenants } = databaseRoles;

/**
 * `public.outbox`: one row for each task that is not finished, with ids only. The dispatcher fills the queue from it,
 * and rebuilds the queue from it. A tenant's role reaches its own rows alone: it cannot write `role_name`, and the
 * foreign key ties the role to its tenant's id.
 */
export const outboxMigrations: readonly Migration[] = [
  {
    id: 'outbox-1-table',
    phase: 'expand',
    sql: `
      CREATE TABLE outbox (
        task_id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL,
        role_name text NOT NULL DEFAULT current_user,
        kind text NOT NULL,
        position bigint GENERATED ALWAYS AS IDENTITY,
        created_at timestamptz NOT NULL DEFAULT now(),
        not_before timestamptz NOT NULL DEFAULT now(),
        queued_at timestamptz,
        start_tag integer,
        started_at timestamptz,
        FOREIGN KEY (tenant_id, role_name) REFERENCES tenants (id, role_name)
      ) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);
      COMMENT ON COLUMN outbox.not_before IS 'A retry, or a task whose worker may still live, waits until then';
      COMMENT ON COLUMN outbox.queued_at IS 'When its job went into the queue; null while it has none';
      COMMENT ON COLUMN outbox.start_tag IS 'Place in the fair order between tenants, the priority of its job';
      CREATE INDEX outbox_backlog ON outbox (kind, tenant_id, position) WHERE queued_at IS NULL;
      CREATE INDEX outbox_queued ON outbox (kind, tenant_id) WHERE queued_at IS NOT NULL;
      CREATE INDEX outbox_of_tenant ON outbox (tenant_id, role_name);
      ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
      CREATE POLICY own_rows ON outbox TO ${tenants}
        USING (role_name = current_user) WITH CHECK (role_name = current_user);
      CREATE POLICY all_rows ON outbox TO ${application} USING (true) WITH CHECK (true);
      GRANT SELECT, DELETE, INSERT (task_id, tenant_id, kind), UPDATE (not_before, queued_at, started_at)
        ON outbox TO ${tenants};
      GRANT SELECT, UPDATE (queued_at, start_tag, started_at) ON outbox TO ${application};
    `,
  },
];

/** `tasks` in each tenant's schema: what was asked for, and what came of it. */
export const taskMigrations: readonly Migration[] = [
  {
    id: 'tasks-1-table',
    phase: 'expand',
    sql: `
      CREATE TABLE tasks (
        id uuid PRIMARY KEY,
        kind text NOT NULL,
        input jsonb NOT NULL,
        idempotency_key text NOT NULL UNIQUE,
        state text NOT NULL DEFAULT 'accepted'
          CHECK (state IN ('accepted', 'running', 'done', 'failed', 'cancelled')),
        attempts integer NOT NULL DEFAULT 0,
        failures integer NOT NULL DEFAULT 0,
        lease_until timestamptz,
        result jsonb,
        error text,
        created_at timestamptz NOT NULL DEFAULT now(),
        started_at timestamptz,
        finished_at timestamptz
      );
      COMMENT ON COLUMN tasks.attempts IS 'Grows with every claim: what an attempt writes counts only while it is the last';
      COMMENT ON COLUMN tasks.failures IS 'Attempts that ended in an error or with their worker';
      CREATE INDEX tasks_unfinished ON tasks (created_at) WHERE state IN ('accepted', 'running');
      CREATE INDEX tasks_by_age ON tasks (created_at);
    `,
  },
];
