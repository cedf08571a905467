import type { TenantTransaction, UnitsOfWork } from '@platform/tenancy/database/unit-of-work';
import type { TaskState } from '@platform/tenancy/tasks/task';
import type { TaskEvent } from './event-model';

interface EventRow {
  /** bigint: node-postgres answers text. */
  readonly id: string;
  readonly task_id: string;
  readonly kind: string;
  readonly state: TaskState;
  readonly created_at: Date;
}

const eventOf = ({ id, task_id, kind, state, created_at }: EventRow): TaskEvent => ({
  id: Number(id),
  taskId: task_id,
  kind,
  state,
  at: created_at.toISOString(),
});

/** Events kept for clients that were away. */
const keptEvents = 10_000;

const after = 'SELECT id, task_id, kind, state, created_at FROM events WHERE id > $1 ORDER BY id LIMIT $2';

/** The current tenant's events. */
export class EventStore {
  constructor(private readonly database: UnitsOfWork) {}

  /** The first events after an id. From the primary: a client asks for what it just missed. */
  async after(id: number, limit: number): Promise<TaskEvent[]> {
    const { rows } = await this.database.query<EventRow>({ text: after, values: [id, limit] });
    return rows.map(eventOf);
  }

  /** Id of the last event; 0 before the first. */
  async lastId(): Promise<number> {
    const { rows } = await this.database.query<{ last_id: string }>({
      text: 'SELECT last_id FROM event_counter',
    });
    return Number(rows[0]?.last_id ?? 0);
  }

  /**
   * Hands every event that was not yet handed over to `emit`, in their order, and at most `batch` (500) at a time.
   * After a crash some are handed over again: their ids tell. One publisher a tenant at one time, the others wait.
   */
  async publish(emit: (event: TaskEvent) => void, batch = 500): Promise<void> {
    for (let published = batch; published === batch;) {
      published = await this.database.transaction((transaction) => publishBatch(transaction, emit, batch));
    }
  }
}

async function publishBatch(
  transaction: TenantTransaction,
  emit: (event: TaskEvent) => void,
  batch: number,
): Promise<number> {
  const { rows: marks } = await transaction.query<{ published_id: string }>({
    text: 'SELECT published_id FROM event_publication FOR UPDATE',
  });
  const { rows } = await transaction.query<EventRow>({
    text: after,
    values: [marks[0]?.published_id, batch],
  });
  const last = rows.at(-1);
  if (!last) return 0;
  rows.map(eventOf).forEach(emit);
  await transaction.query({ text: 'UPDATE event_publication SET published_id = $1', values: [last.id] });
  await transaction.query({
    text: 'DELETE FROM events WHERE id <= $1',
    values: [Number(last.id) - keptEvents],
  });
  return rows.length;
}
