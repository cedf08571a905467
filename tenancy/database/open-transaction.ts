import type { PoolClient, QueryResultRow } from 'pg';
import { currentTenant, hasTenant } from '../context/current-tenant';
import { TenancyError } from '../context/tenancy-error';
import { answerOf, type Connections, leavesUsable } from './connections';
import { checkStatement } from './statement-guard';
import type { Rows, Statement, TenantTransaction } from './unit-of-work';
import type { BatchOutcome, WireResult, WireStatement } from './wire-batch';

interface Waiting {
  readonly statement: WireStatement;
  readonly resolve: (result: WireResult) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A transaction that its first statement opens, in the same round trip. Statements started together travel together;
 * one without statements takes no connection.
 */
export class OpenTransaction implements TenantTransaction {
  private client: PoolClient | undefined;
  private waiting: Waiting[] = [];
  private sending: Promise<void> | undefined;
  /** Of the first statement that failed. */
  private failure: Error | undefined;
  private isOpen = false;
  private ended = false;

  /** `opening` is BEGIN and what the transaction needs before the first statement; without a tenant it is nobody's. */
  constructor(
    private readonly connections: Connections,
    private readonly opening: readonly WireStatement[],
    readonly tenantId?: string,
  ) {}

  async query<Row extends QueryResultRow>(statement: Statement): Promise<Rows<Row>> {
    if (this.tenantId !== undefined && hasTenant() && currentTenant().id !== this.tenantId) {
      throw new TenancyError('tenant-mismatch', 'The transaction belongs to another tenant.');
    }
    checkStatement(statement.text);
    return (await this.run(statement)) as WireResult<Row>;
  }

  /** Runs a statement that is not checked, as an adapter's own SAVEPOINT. */
  run(statement: WireStatement): Promise<WireResult> {
    if (this.ended) {
      return Promise.reject(new TenancyError('conflict', 'The transaction has ended: start another.'));
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ statement, resolve, reject });
      this.sending ??= this.sendWaiting();
    });
  }

  /** Rejects, with nothing saved, when a statement failed: also when its error was caught. */
  async commit(): Promise<void> {
    this.ended = true;
    await this.sending;
    // What the server does not know of, it would commit without.
    if (this.failure && !isServers(this.failure)) {
      await this.end('ROLLBACK');
      throw this.failure;
    }
    const outcome = await this.end('COMMIT');
    if (outcome?.error) throw outcome.error;
    if (outcome && outcome.results[0]?.command !== 'COMMIT') {
      throw this.failure ?? new Error('The server rolled the transaction back.');
    }
  }

  async rollback(): Promise<void> {
    this.ended = true;
    const dropped = this.waiting.splice(0);
    const reason = new TenancyError('conflict', 'The transaction was rolled back.');
    for (const { reject } of dropped) reject(reason);
    await this.sending;
    await this.end('ROLLBACK');
  }

  private async end(text: 'COMMIT' | 'ROLLBACK'): Promise<BatchOutcome | undefined> {
    const { client } = this;
    if (!client) return undefined;
    this.client = undefined;
    const outcome = await this.send(client, [{ text, silent: true }]);
    const isOver = leavesUsable(outcome) && client.getTransactionStatus() === 'I';
    client.release(isOver ? undefined : true);
    return outcome;
  }

  private async sendWaiting(): Promise<void> {
    // Whatever is started in the same turn joins this batch.
    await null;
    while (this.waiting.length > 0) {
      const sent = this.waiting.splice(0);
      const opening = this.isOpen ? [] : this.opening;
      const outcome = await this.outcomeOf([...opening, ...sent.map(({ statement }) => statement)]);
      this.isOpen ||= outcome.isUnsent !== true;
      this.failure ??= outcome.error;
      sent.forEach(({ resolve, reject }, index) => {
        const answer = answerOf(outcome, opening.length + index);
        if (answer instanceof Error) reject(answer);
        else resolve(answer);
      });
    }
    this.sending = undefined;
  }

  private async outcomeOf(statements: readonly WireStatement[]): Promise<BatchOutcome> {
    try {
      this.client ??= await this.connections.take();
      return await this.send(this.client, statements);
    } catch (error) {
      return { results: [], error: error as Error, isUnsent: true };
    }
  }

  private send(client: PoolClient, statements: readonly WireStatement[]): Promise<BatchOutcome> {
    return new Promise((resolve) => this.connections.send(client, statements, resolve));
  }
}

const isServers = (error: Error | undefined): boolean => error !== undefined && 'severity' in error;
