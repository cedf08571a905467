import { type CustomTypesConfig, type FieldDef, type Submittable, types as defaultTypes } from 'pg';
import { prepareValue } from 'pg/lib/utils';
import type { Statement } from './unit-of-work';

/** A statement as the protocol knows it. */
export interface WireStatement extends Statement {
  /** Type numbers of the parameters, where the server need not work them out. */
  readonly parameterTypes?: readonly number[];
  /** Rows as arrays in the order of the columns. Default: as objects by column name. */
  readonly rowMode?: 'array';
  /** How values are read from text. Default: as `pg` does. */
  readonly types?: CustomTypesConfig;
  /** Whether nobody reads its rows; then they are not described either. Default false. */
  readonly silent?: boolean;
}

export interface WireResult<Row = unknown> {
  readonly rows: Row[];
  readonly rowCount: number;
  readonly fields: readonly FieldDef[];
  /** First word of the command tag, such as `SELECT`. */
  readonly command: string;
  /** Why a value could not be read, though the statement ran. */
  readonly unreadable?: Error;
}

export interface BatchOutcome {
  /** Results of the statements before the one that failed, or of all. */
  readonly results: readonly WireResult[];
  readonly error?: Error;
  /** Whether a value could not be sent, and so nothing was. */
  readonly isUnsent?: boolean;
}

type TextParser = (value: string) => unknown;

/** What is used of the connection inside a `pg` client. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void };
  readonly parsedStatements: Record<string, string>;
  parse(message: { text: string; name?: string; types?: readonly number[] }): void;
  bind(message: { statement?: string; values: readonly (string | Buffer | null)[] }): void;
  describe(message: { type: 'P'; name: string }): void;
  execute(message: { portal: string }): void;
  sync(): void;
  sendCopyFail(reason: string): void;
}

/**
 * Statements in the extended protocol up to one Sync: one round trip, bind parameters in each. PostgreSQL runs what
 * comes before a Sync as one transaction and, after an error, skips the rest of it.
 * https://www.postgresql.org/docs/17/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
 */
export class WireBatch implements Submittable {
  private readonly values: readonly (readonly (string | Buffer | null)[])[];
  private readonly results: WireResult[] = [];
  private rows: unknown[] = [];
  private fields: readonly FieldDef[] = [];
  private parsers: readonly TextParser[] = [];
  private unreadable: Error | undefined;

  /**
   * `settle` is called once, when the batch has ended, well or not. Throws what a value that cannot be sent throws;
   * nothing has been sent then.
   */
  constructor(
    private readonly statements: readonly WireStatement[],
    private readonly settle: (outcome: BatchOutcome) => void,
  ) {
    this.values = statements.map(({ values = [] }) => values.map(prepareValue));
  }

  /** The client notes by these two which statements are prepared. */
  get name(): string | undefined {
    return this.running?.name;
  }
  get text(): string | undefined {
    return this.running?.text;
  }

  private get running(): WireStatement | undefined {
    return this.statements[this.results.length];
  }

  submit(connection: unknown): Error | null {
    const wire = connection as Wire;
    const changed = this.statements.find(
      ({ name, text }) => name && (wire.parsedStatements[name] ?? text) !== text,
    );
    if (changed) return new Error(`The name ${changed.name} belongs to another prepared statement.`);
    wire.stream.cork();
    this.statements.forEach(({ text, name, parameterTypes, silent }, index) => {
      if (!name || !this.isParsed(wire, name, index)) wire.parse({ text, name, types: parameterTypes });
      wire.bind({ statement: name, values: this.values[index] ?? [] });
      if (!silent) wire.describe({ type: 'P', name: '' });
      wire.execute({ portal: '' });
    });
    wire.sync();
    wire.stream.uncork();
    return null;
  }

  handleRowDescription({ fields }: { fields: FieldDef[] }): void {
    const types = this.running?.types ?? defaultTypes;
    this.fields = fields;
    this.parsers = fields.map(({ dataTypeID }) => types.getTypeParser(dataTypeID, 'text') as TextParser);
  }

  handleDataRow({ fields: texts }: { fields: (string | null)[] }): void {
    if (this.unreadable || this.running?.silent) return;
    try {
      this.rows.push(this.running?.rowMode === 'array' ? this.asArray(texts) : this.asObject(texts));
    } catch (error) {
      this.unreadable = error as Error;
    }
  }

  handleCommandComplete({ text }: { text: string }): void {
    const words = text.split(' ');
    this.complete(words[0] ?? '', words.length > 1 ? Number(words.at(-1)) : 0);
  }

  handleEmptyQuery(): void {
    this.complete('', 0);
  }

  handlePortalSuspended(): void {
    throw new Error('unreachable: every portal is run to its end');
  }

  handleCopyInResponse(connection: unknown): void {
    (connection as Wire).sendCopyFail('COPY goes through pg-copy-streams.');
  }

  handleCopyData(): void {}

  handleError(error: Error): void {
    this.settle({ results: this.results, error });
  }

  handleReadyForQuery(): void {
    this.settle({ results: this.results });
  }

  /** On this connection, or by an earlier statement of this batch. */
  private isParsed(wire: Wire, name: string, index: number): boolean {
    return name in wire.parsedStatements || this.statements.findIndex((other) => other.name === name) < index;
  }

  private complete(command: string, rowCount: number): void {
    const { rows, fields, unreadable } = this;
    this.results.push({ rows, rowCount, fields, command, unreadable });
    this.rows = [];
    this.fields = [];
    this.unreadable = undefined;
  }

  private asArray(texts: readonly (string | null)[]): unknown[] {
    return texts.map((text, column) => (text === null ? null : this.parsers[column]?.(text)));
  }

  private asObject(texts: readonly (string | null)[]): Record<string, unknown> {
    const row: Record<string, unknown> = {};
    this.fields.forEach(({ name }, column) => {
      const text = texts[column] ?? null;
      row[name] = text === null ? null : this.parsers[column]?.(text);
    });
    return row;
  }
}
