import type { TenantTransaction, UnitsOfWork } from '@platform/tenancy/database/unit-of-work';
import type { Agent, AgentInput } from './agent-model';

interface AgentRow {
  readonly id: string;
  readonly name: string;
  readonly instructions: string;
  readonly provider: Agent['provider'];
  readonly model: Agent['model'];
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** https://www.postgresql.org/docs/17/errcodes-appendix.html */
const uniqueViolation = '23505';
const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

const columns = 'id, name, instructions, provider, model, created_at, updated_at';

const agentOf = ({ created_at, updated_at, ...rest }: AgentRow): Agent => ({
  ...rest,
  createdAt: created_at.toISOString(),
  updatedAt: updated_at.toISOString(),
});

/** The current tenant's agents. */
export class AgentStore {
  constructor(private readonly database: UnitsOfWork) {}

  async list(): Promise<Agent[]> {
    const text = `SELECT ${columns} FROM agents ORDER BY name`;
    const { rows } = await this.database.query<AgentRow>({ text }, { readOnly: true });
    return rows.map(agentOf);
  }

  /** On the primary by default: what was just written is there. */
  async find(id: string, transaction: TenantTransaction = this.database): Promise<Agent | null> {
    const text = `SELECT ${columns} FROM agents WHERE id = $1`;
    const { rows } = await transaction.query<AgentRow>({ text, values: [id] });
    return rows[0] ? agentOf(rows[0]) : null;
  }

  /** Null when the name is taken. */
  async create(input: AgentInput, transaction: TenantTransaction): Promise<Agent | null> {
    const { rows } = await transaction.query<AgentRow>({
      text: `INSERT INTO agents (name, instructions, provider, model) VALUES ($1, $2, $3, $4)
             ON CONFLICT (name) DO NOTHING RETURNING ${columns}`,
      values: [input.name, input.instructions, input.provider, input.model],
    });
    return rows[0] ? agentOf(rows[0]) : null;
  }

  /** Null when there is no such agent; `name-taken` when another has the name. */
  async update(id: string, input: AgentInput): Promise<Agent | 'name-taken' | null> {
    try {
      const { rows } = await this.database.query<AgentRow>({
        text: `UPDATE agents SET name = $2, instructions = $3, provider = $4, model = $5, updated_at = now()
               WHERE id = $1 RETURNING ${columns}`,
        values: [id, input.name, input.instructions, input.provider, input.model],
      });
      return rows[0] ? agentOf(rows[0]) : null;
    } catch (error) {
      if (hasCode(error, uniqueViolation)) return 'name-taken';
      throw error;
    }
  }

  async remove(id: string): Promise<boolean> {
    const { rowCount } = await this.database.query({
      text: 'DELETE FROM agents WHERE id = $1',
      values: [id],
    });
    return rowCount > 0;
  }
}
