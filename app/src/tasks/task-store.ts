import type { TenantTransaction, UnitsOfWork } from '@platform/tenancy/database/unit-of-work';
import type { TaskState } from '@platform/tenancy/tasks/task';
import type { Task } from './task-model';

interface TaskRow {
  readonly id: string;
  readonly kind: string;
  readonly input: Task['input'];
  readonly state: TaskState;
  readonly attempts: number;
  readonly result: Task['result'];
  readonly error: string | null;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
}

const columns = 'id, kind, input, state, attempts, result, error, created_at, started_at, finished_at';

const taskOf = ({ created_at, started_at, finished_at, ...rest }: TaskRow): Task => ({
  ...rest,
  createdAt: created_at.toISOString(),
  startedAt: started_at?.toISOString() ?? null,
  finishedAt: finished_at?.toISOString() ?? null,
});

export interface TaskPage {
  readonly tasks: readonly Task[];
  /** Id of the last task of the page, when more follow. */
  readonly next: string | null;
}

/** Reads the current tenant's tasks; the library writes them. */
export class TaskStore {
  constructor(private readonly database: UnitsOfWork) {}

  async find(id: string, transaction: TenantTransaction = this.database): Promise<Task | null> {
    const { rows } = await transaction.query<TaskRow>({
      text: `SELECT ${columns} FROM tasks WHERE id = $1`,
      values: [id],
    });
    return rows[0] ? taskOf(rows[0]) : null;
  }

  async isKeyUsed(idempotencyKey: string, transaction: TenantTransaction): Promise<boolean> {
    const { rows } = await transaction.query({
      text: 'SELECT id FROM tasks WHERE idempotency_key = $1',
      values: [idempotencyKey],
    });
    return rows.length > 0;
  }

  /** The newest first; `before` is the id of the last task of the page before. */
  async list(filter: { state?: TaskState; before?: string; limit: number }): Promise<TaskPage> {
    const { state, before, limit } = filter;
    const { rows } = await this.database.query<TaskRow>(
      {
        text: `SELECT ${columns} FROM tasks
               WHERE ($1::text IS NULL OR state = $1)
                 AND ($2::uuid IS NULL OR (created_at, id) < (SELECT created_at, id FROM tasks WHERE id = $2))
               ORDER BY created_at DESC, id DESC LIMIT $3`,
        values: [state ?? null, before ?? null, limit + 1],
      },
      { readOnly: true },
    );
    const tasks = rows.slice(0, limit).map(taskOf);
    return { tasks, next: rows.length > limit ? (tasks.at(-1)?.id ?? null) : null };
  }
}
