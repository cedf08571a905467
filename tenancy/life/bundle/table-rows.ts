import { Transform, Writable, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type ClientBase, escapeIdentifier } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { Digest } from './digest';
import type { TableDigest } from './manifest';
import type { MigratorDatabase } from '../migrator-database';
import { inSnapshot } from './snapshot';
import { readShape, type TableShape } from './schema-shape';

/** A table's rows as COPY text, in an order that is the same every time. */
export const rowsAsCopyText = (client: ClientBase, table: TableShape): Readable =>
  client.query(copyTo(`COPY (${ordered(table.columns ?? '', table)}) TO STDOUT`));

/** A table's rows as JSON, one a line. */
export function rowsAsJson(client: ClientBase, table: TableShape, leaveOut: readonly string[]): Readable {
  const row = leaveOut.reduce((json, column) => `${json} - ${literal(column)}`, 'to_jsonb(t)');
  const json = leaveOut.length > 0 ? row : 'row_to_json(t)';
  const lines = new PlainLines();
  const copy = client.query(copyTo(`COPY (${ordered(json, table)}) TO STDOUT`));
  pipeline(copy, lines).catch(() => undefined);
  return lines;
}

/** Where a table's rows go that `rowsAsCopyText` wrote. */
export const copyTextAsRows = (client: ClientBase, table: TableShape): Writable =>
  client.query(
    copyFrom(`COPY ${escapeIdentifier(table.name)}${table.columns ? ` (${table.columns})` : ''} FROM STDIN`),
  );

/**
 * Count and SHA-256 of every table's rows in a schema, all of one moment: equal rows have equal hashes, on any server
 * and in any physical order.
 */
export const tableDigests = (database: MigratorDatabase, schema: string): Promise<TableDigest[]> =>
  inSnapshot(database, async (client) => {
    const { tables } = await readShape(client, schema);
    const digests: TableDigest[] = [];
    for (const table of tables) digests.push(await tableDigest(client, table));
    return digests;
  });

async function tableDigest(client: ClientBase, table: TableShape): Promise<TableDigest> {
  const digest = new Digest();
  await pipeline(rowsAsCopyText(client, table), digest, nowhere());
  return { name: table.name, rows: digest.lines, sha256: digest.sha256() };
}

const ordered = (what: string, { name, orderBy }: TableShape): string =>
  `SELECT ${what} FROM ${escapeIdentifier(name)} t ORDER BY ${orderBy}`;

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

/**
 * Takes COPY's escapes off lines of JSON. JSON itself escapes line ends in strings, so one that COPY escaped is white
 * space between JSON's parts, which columns of type json may hold.
 */
class PlainLines extends Transform {
  private rest = '';

  override _transform(chunk: Buffer, _: BufferEncoding, done: (error: null, chunk: Buffer) => void): void {
    const text = this.rest + chunk.toString('latin1');
    // An odd number of backslashes at the end is an escape whose other half is still to come.
    const isHalf = (/\\+$/.exec(text)?.[0].length ?? 0) % 2 === 1;
    this.rest = isHalf ? '\\' : '';
    const whole = isHalf ? text.slice(0, -1) : text;
    done(
      null,
      Buffer.from(
        whole.replace(/\\(.)/g, (_escape, letter) => (letter === '\\' ? '\\' : ' ')),
        'latin1',
      ),
    );
  }
}
