import type { Migration } from '@platform/tenancy/database/migration';

/**
 * What happened to a tenant's tasks, written by a trigger in the same transaction, whoever changes the task. Ids have no
 * gaps and become visible in their order, because each writer holds `event_counter` until its commit: a client that has
 * seen 7 and gets 9 knows that it missed 8.
 */
export const eventMigrations: readonly Migration[] = [
  {
    id: 'events-1-table',
    phase: 'expand',
    sql: `
      CREATE TABLE events (
        id bigint PRIMARY KEY,
        task_id uuid NOT NULL,
        kind text NOT NULL,
        state text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE event_counter (
        is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
        last_id bigint NOT NULL DEFAULT 0
      );
      INSERT INTO event_counter DEFAULT VALUES;
      CREATE TABLE event_publication (
        is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
        published_id bigint NOT NULL DEFAULT 0
      );
      INSERT INTO event_publication DEFAULT VALUES;
      COMMENT ON COLUMN event_publication.published_id IS 'The last event that was handed to the sockets';
      CREATE FUNCTION record_task_event() RETURNS trigger LANGUAGE plpgsql AS $function$
        BEGIN
          WITH counted AS (UPDATE event_counter SET last_id = last_id + 1 RETURNING last_id)
          INSERT INTO events (id, task_id, kind, state)
          SELECT last_id, NEW.id, NEW.kind, NEW.state FROM counted;
          RETURN NULL;
        END
      $function$;
      CREATE TRIGGER task_accepted AFTER INSERT ON tasks
        FOR EACH ROW EXECUTE FUNCTION record_task_event();
      CREATE TRIGGER task_changed AFTER UPDATE ON tasks
        FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION record_task_event();
    `,
  },
];
