import { Client, Pool, type PoolClient } from 'pg';
import { runOutsideTenants } from '../context/current-tenant';
import { impatientSocket, NotReached } from './impatient-socket';
import { type BatchOutcome, WireBatch, type WireResult, type WireStatement } from './wire-batch';

export interface ConnectionsOptions {
  /** `postgresql://…`, with what `sslmode` and `sslrootcert` say, as pods get it. */
  readonly url: string;
  readonly maxConnections: number;
  /** PEM of the authority that vouches for the server. Default: what `url` says. */
  readonly certificate?: string;
  /** Whether names prepare statements on the server. Default false: they are left out. */
  readonly serverPreparedStatements?: boolean;
}

/**
 * After which a connection is replaced, when no work is on it: a pooler that stops waits for so long, and the one that
 * takes its place gets its share of the clients within the same time.
 */
export const connectionLifetimeSeconds = 60;

/** Of a few poolers behind one address, one may be lost: so many in turn meet another with near certainty. */
const connectTries = 5;
/** With the ten seconds in which the kernel then asks ten times, an idle connection to a lost pooler is gone after 15. */
const idleMillisecondsBeforeProbes = 5000;

/** How patient one is with a connection before another is asked as well, and how many are. */
const askedAtOnce = { most: 4, afterMilliseconds: 150 } as const;

/** A connection belongs to none of the tenants, whosever work it happened to be opened for. */
class SharedClient extends Client {
  override connect(): Promise<Client>;
  override connect(callback: (error: Error) => void): void;
  override connect(callback?: (error: Error) => void): unknown {
    return runOutsideTenants(() => (callback ? super.connect(callback) : super.connect()));
  }
}

/** A pool of connections that batches run on. A connection that may be broken is closed, never used again. */
export class Connections {
  private readonly pool: Pool;
  /** Texts whose columns differ between tenants, while a migration of the fleet is under way or for good. */
  private readonly neverPrepared = new Set<string>();

  constructor(private readonly options: ConnectionsOptions) {
    const { url, maxConnections, certificate } = options;
    this.pool = new Pool({
      ...(certificate
        ? { connectionString: withoutTls(url), ssl: { ca: certificate } }
        : { connectionString: url }),
      Client: SharedClient,
      max: maxConnections,
      connectionTimeoutMillis: 10_000,
      idleTimeoutMillis: 60_000,
      maxLifetimeSeconds: connectionLifetimeSeconds,
      keepAlive: true,
      keepAliveInitialDelayMillis: idleMillisecondsBeforeProbes,
      stream: impatientSocket,
    });
    // The pool drops the connection by itself; without a listener the process would end.
    this.pool.on('error', () => {});
    this.pool.on('connect', (client) => client.on('error', () => {}));
  }

  /** Runs a batch that is a transaction of its own. Rejects when there is no connection. */
  async run(statements: readonly WireStatement[]): Promise<BatchOutcome> {
    let outcome = await this.runOnce(statements);
    if (hasChangedType(outcome.error)) outcome = await this.runOnce(statements);
    // An error behind a result is one of the commit, such as a deferred constraint's: nothing was saved.
    return outcome.error ? { ...outcome, results: [] } : outcome;
  }

  /** A connection for several batches. Whoever takes it releases it. */
  take(): Promise<PoolClient> {
    return new Promise((resolve, reject) =>
      this.connect((failure, client) => (client ? resolve(client) : reject(failure))),
    );
  }

  /**
   * Whether anybody answers a statement in time: it is asked on one connection and, while there is no answer, on others.
   * What is silent to the end is closed, because the pooler behind it may be lost.
   */
  answers(statement: WireStatement, milliseconds: number): Promise<boolean> {
    return new Promise((resolve) => {
      const abandon: (() => void)[] = [];
      const timers: NodeJS.Timeout[] = [];
      const end = (isAnswered: boolean): void => {
        timers.forEach(clearTimeout);
        abandon.forEach((one) => one());
        resolve(isAnswered);
      };
      const ask = (): void => void abandon.push(this.ask(statement, () => end(true)));
      ask();
      for (let index = 1; index < askedAtOnce.most; index += 1) {
        timers.push(setTimeout(ask, index * askedAtOnce.afterMilliseconds));
      }
      timers.push(setTimeout(() => end(false), milliseconds));
    });
  }

  /** Sends a batch on a connection that nothing else uses meanwhile. */
  send(
    client: PoolClient,
    statements: readonly WireStatement[],
    settle: (outcome: BatchOutcome) => void,
  ): void {
    const settled = (outcome: BatchOutcome): void => {
      const failed = statements[outcome.results.length];
      if (failed && hasChangedType(outcome.error)) this.neverPrepared.add(failed.text);
      settle(outcome);
    };
    try {
      client.query(new WireBatch(this.named(statements), settled));
    } catch (error) {
      settle({ results: [], error: error as Error, isUnsent: true });
    }
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  private connect(
    settle: (failure: Error | undefined, client: PoolClient | undefined) => void,
    tries = 1,
  ): void {
    this.pool.connect((failure, client) => {
      if (failure instanceof NotReached && tries < connectTries) this.connect(settle, tries + 1);
      else settle(failure, client);
    });
  }

  /** @returns what closes the connection unless it has answered. */
  private ask(statement: WireStatement, answered: () => void): () => void {
    let asked: PoolClient | undefined;
    let isOver = false;
    this.connect((_failure, client) => {
      if (!client) return;
      // Whoever took so long to come may serve others.
      if (isOver) return client.release();
      asked = client;
      this.send(client, [statement], (outcome) => {
        if (isOver) return;
        isOver = true;
        client.release(!leavesUsable(outcome));
        if (!outcome.error) answered();
      });
    });
    return () => {
      if (!isOver) asked?.release(true);
      isOver = true;
    };
  }

  private runOnce(statements: readonly WireStatement[]): Promise<BatchOutcome> {
    return new Promise((resolve, reject) => {
      // Not by promises: with AsyncLocalStorage in use, each costs a part of what the query does.
      this.connect((failure, client) => {
        if (!client) return reject(failure);
        this.send(client, statements, (outcome) => {
          client.release(!leavesUsable(outcome));
          resolve(outcome);
        });
      });
    });
  }

  /** The statements, with names where they prepare something. */
  private named(statements: readonly WireStatement[]): readonly WireStatement[] {
    const prepares = ({ name, text }: WireStatement): boolean =>
      name === undefined || (this.options.serverPreparedStatements === true && !this.neverPrepared.has(text));
    if (statements.every(prepares)) return statements;
    return statements.map((statement) =>
      prepares(statement) ? statement : { ...statement, name: undefined },
    );
  }
}

/** Whether the connection goes on after this. `FATAL`, a lost socket and what is unknown end it. */
export function leavesUsable({ error, isUnsent }: BatchOutcome): boolean {
  return !error || isUnsent === true || ('severity' in error && error.severity === 'ERROR');
}

/** What a batch answered to its statement `index`: the error is of the statement, or of one before it. */
export function answerOf({ results, error }: BatchOutcome, index: number): WireResult | Error {
  const result = results[index];
  if (result && !result.unreadable) return result;
  const failure = result?.unreadable ?? error ?? new Error('The server did not answer the statement.');
  // Its own trace ends in the socket.
  Error.captureStackTrace(failure, answerOf);
  return failure;
}

/**
 * A prepared statement answers the columns that it had when it was prepared. In another tenant's schema it may have
 * others, and then PostgreSQL refuses it on this connection for ever.
 */
const hasChangedType = (error: Error | undefined): boolean =>
  error !== undefined && 'routine' in error && error.routine === 'RevalidateCachedQuery';

function withoutTls(url: string): string {
  const plain = new URL(url);
  for (const name of ['sslmode', 'sslrootcert']) plain.searchParams.delete(name);
  return plain.href;
}
