import { loadModule, parseSync } from 'libpg-query';
import { TenancyError } from '../context/tenancy-error';
import { refusedCall } from './refused-functions';

/** Commands that cannot change who a connection acts for, or leave anything on it. */
const allowedCommands = new Set(['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt']);

/** Schemas that a statement may name. A tenant's own is found without its name; another's is never named. */
const nameableSchemas = new Set(['public', 'pg_catalog', 'information_schema']);

/** An UPDATE of the view `pg_settings` is a SET for the session, and everybody may do it. */
const catalogs = new Set(['pg_catalog', 'information_schema']);

/** Lists of names in PostgreSQL's parse tree: of functions, types, operators and collations. */
const nameLists = ['funcname', 'names', 'name', 'collname'];

/** Texts that were checked and found harmless, the latest used last. Texts longer than this are checked each time. */
const accepted = new Set<string>();
const maxAccepted = 2000;
const maxRememberedCharacters = 20_000;

let isLoaded = false;

export const isStatementGuardLoaded = (): boolean => isLoaded;

/** Loads PostgreSQL's parser, once in a process. */
export async function loadStatementGuard(): Promise<void> {
  if (isLoaded) return;
  await loadModule();
  isLoaded = true;
}

/**
 * Throws `refused-statement` unless `text` is one SELECT, INSERT, UPDATE, DELETE, MERGE or EXPLAIN of these that calls
 * no function which reaches beyond its transaction, writes to no catalog, and names no schema of a tenant. It reads the tree of PostgreSQL's
 * own parser, so comments, quotes and escapes hide nothing. It needs `loadStatementGuard` before.
 *
 * It holds back mistakes and code of the application. It is no sandbox for SQL that a customer writes.
 */
export function checkStatement(text: string): void {
  if (accepted.delete(text)) {
    accepted.add(text);
    return;
  }
  const reason = reasonToRefuse(text);
  if (reason) throw new TenancyError('refused-statement', `The statement is refused: ${reason}.`);
  if (text.length > maxRememberedCharacters) return;
  accepted.add(text);
  if (accepted.size > maxAccepted) accepted.delete(accepted.values().next().value as string);
}

function reasonToRefuse(text: string): string | null {
  // Where PostgreSQL stops reading, the parser here would, too; nothing may stand behind it.
  if (text.includes('\0')) return 'it holds a zero byte';
  let statements: readonly { stmt?: object }[];
  try {
    statements = parseSync(text).stmts ?? [];
  } catch (error) {
    return `it cannot be parsed (${(error as Error).message})`;
  }
  if (statements.length !== 1) return 'send one command at a time';
  const [command, body] = Object.entries(statements[0]?.stmt ?? {})[0] ?? ['', {}];
  if (command === 'ExplainStmt') {
    const [explained] = Object.keys((body as { query?: object }).query ?? {});
    if (!allowedCommands.has(explained ?? '')) return 'only EXPLAIN of a query is allowed';
  } else if (!allowedCommands.has(command)) {
    return `only SELECT, INSERT, UPDATE, DELETE, MERGE and EXPLAIN are allowed, not ${command}`;
  }
  return reasonInTree(body);
}

/** Looks at every node: calls and names stand at any depth. */
function reasonInTree(root: unknown): string | null {
  const nodes: unknown[] = [root];
  while (nodes.length > 0) {
    const node = nodes.pop();
    if (typeof node !== 'object' || node === null) continue;
    if (!Array.isArray(node)) {
      const reason = reasonInNode(node as Record<string, unknown>);
      if (reason) return reason;
    }
    nodes.push(...Object.values(node));
  }
  return null;
}

function reasonInNode(node: Record<string, unknown>): string | null {
  const written = node.relation as { readonly relname?: string; readonly schemaname?: string } | undefined;
  if (written?.relname?.startsWith('pg_') || catalogs.has(written?.schemaname ?? ''))
    return 'it writes to a catalog, and one of these sets the settings of the session';
  if (node.intoClause) return 'SELECT INTO makes a table';
  if (typeof node.relname === 'string') {
    if (node.catalogname) return 'it names another database';
    if (node.schemaname && !nameableSchemas.has(String(node.schemaname)))
      return 'it names a schema that is not public';
  }
  for (const list of nameLists) {
    const parts = namesIn(node[list]);
    const schema = parts.at(-2);
    if (parts.length > 2) return 'it names another database';
    if (schema !== undefined && !nameableSchemas.has(schema)) return 'it names a schema that is not public';
  }
  const called = namesIn(node.funcname).at(-1);
  return called === undefined ? null : refusedCall(called);
}

function namesIn(list: unknown): readonly string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((part: { String?: { sval?: string } }) => part.String?.sval ?? []);
}
