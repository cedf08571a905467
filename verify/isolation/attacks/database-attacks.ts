import fc from 'fast-check';
import { runAsTenant } from '../../../tenancy/context/current-tenant';
import { tenantSchemaName } from '../../../tenancy/database/identifiers';
import type { TenantTransaction, UnitsOfWork } from '../../../tenancy/database/unit-of-work';
import { type AttackKind, outcomeOf, type TenantPair } from '../attack';
import { canaryOf } from '../canary';

export interface DatabaseWorld {
  readonly database: UnitsOfWork;
  /** Ends a random server connection of the application, as a failing network does. */
  readonly breakConnection: () => Promise<void>;
}

const ownNotes = { text: 'SELECT id, body FROM notes' };

const hostileText = fc.oneof(
  fc.constantFrom(
    `' OR '1'='1`,
    `'; RESET ROLE; SELECT body FROM notes; --`,
    `$1; SET search_path TO public`,
    `\\'; DROP TABLE notes; --`,
    `%`,
    `_______`,
    '\u0000',
    `') UNION SELECT body FROM notes--`,
  ),
  fc.string(),
  fc.string({ unit: 'binary' }),
);

const searches = [
  'SELECT id, body FROM notes WHERE body = $1 OR title = $1',
  'SELECT id, body FROM notes WHERE body LIKE $1',
  'SELECT id, body FROM notes WHERE id::text = $1',
];

/** Bind values never become SQL. */
const values: AttackKind<DatabaseWorld> = {
  name: 'values',
  weight: 16,
  attacks: ({ database }, pair) =>
    fc
      .record({
        hostile: hostileText,
        wanted: fc.oneof(hostileText, fc.constantFrom(pair.victim.id, canaryOf(pair.victim.id))),
        text: fc.constantFrom(
          ...searches,
          'UPDATE notes SET title = $1 RETURNING id, body',
          'INSERT INTO notes (id, title, body) VALUES (gen_random_uuid(), $1, $1) RETURNING (SELECT count(*) FROM notes WHERE body = $1)',
        ),
        readOnly: fc.boolean(),
      })
      .map(({ text, readOnly, ...chosen }) => {
        // What the actor writes into its own notes would come back as a leak later.
        const hostile = searches.includes(text) ? chosen.wanted : chosen.hostile;
        return { text, readOnly, hostile };
      })
      .map(({ hostile, text, readOnly }) => ({
        ...pair,
        description: `values: ${text} with ${JSON.stringify(hostile)}`,
        run: async () => {
          const seen = await outcomeOf(() =>
            runAsTenant(pair.actor, () => database.query({ text, values: [hostile] }, { readOnly })),
          );
          // What the actor sent itself is no news to it.
          return JSON.stringify(seen).replaceAll(JSON.stringify(hostile).slice(1, -1), '');
        },
      })),
};

const escaped = (name: string): string =>
  [...name].map((letter) => `\\${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

/** Statements whose text reaches for the victim, as a careless or malicious piece of code might. */
function reachingStatements({ victim }: TenantPair): string[] {
  const name = tenantSchemaName(victim.slug);
  return [
    `SELECT body FROM ${name}.notes`,
    `SELECT body FROM "${name}"."notes"`,
    `SELECT body FROM U&"${escaped(name)}".notes`,
    `WITH theirs AS (SELECT body FROM ${name}.notes) SELECT * FROM theirs`,
    `SELECT (SELECT string_agg(body, ',') FROM ${name}.notes)`,
    `SELECT body FROM notes UNION ALL SELECT body FROM ${name}.notes`,
    `INSERT INTO notes (id, title, body) SELECT id, title, body FROM ${name}.notes RETURNING body`,
    `SET ROLE ${name}`,
    `SET LOCAL ROLE ${name}`,
    `SET SESSION AUTHORIZATION ${name}`,
    'RESET ROLE',
    'RESET ALL',
    'DISCARD ALL',
    `SET search_path TO ${name}`,
    `SET LOCAL search_path TO ${name}`,
    `/* harmless */ SET/**/search_path = '${name}'`,
    `SELECT set_config('role', '${name}', true)`,
    `SELECT set_config('search_path', '${name}', false)`,
    `SELECT pg_catalog."set_config"('role', '${name}', false)`,
    `SELECT U&"s\\0065t_config"('search_path', '${name}', false)`,
    `UPDATE pg_settings SET setting = '${name}' WHERE name = 'search_path'`,
    `UPDATE pg_catalog.pg_settings SET setting = '${name}' WHERE name = 'search_path'`,
    `SELECT 1; SET ROLE ${name}; SELECT body FROM notes`,
    `COMMIT; SET ROLE ${name}`,
    `BEGIN`,
    `DO $$ BEGIN PERFORM set_config('role', '${name}', false); END $$`,
    `COPY ${name}.notes TO STDOUT`,
    `PREPARE p AS SELECT body FROM ${name}.notes`,
    `SELECT query_to_xml('SELECT body FROM ${name}.notes', true, true, '')`,
    `SELECT * FROM dblink('', 'SELECT body FROM ${name}.notes') AS t(body text)`,
    `SELECT query FROM pg_stat_activity`,
    `SELECT * FROM public.tenants`,
    `SELECT * FROM public.outbox`,
    `SELECT * FROM public.usage_hours`,
    `SELECT * FROM public.tenant_data_keys`,
    `SELECT * FROM public.tenant_operations`,
    `SELECT most_common_vals FROM pg_stats`,
    `LISTEN ${name}`,
    `SELECT pg_advisory_lock(1)`,
    `SELECT lo_import('/etc/passwd')`,
    `SELECT pg_read_file('pg_hba.conf')`,
  ];
}

/** Text never reaches another schema, and never changes who the connection acts for. */
const identifiers: AttackKind<DatabaseWorld> = {
  name: 'identifiers',
  weight: 20,
  attacks: ({ database }, pair) =>
    fc
      .record({
        text: fc.constantFrom(...reachingStatements(pair)),
        inTransaction: fc.boolean(),
      })
      .map(({ text, inTransaction }) => ({
        ...pair,
        description: `identifiers: ${text}${inTransaction ? ' in a transaction' : ''}`,
        run: () =>
          runAsTenant(pair.actor, async () => [
            inTransaction
              ? await outcomeOf(() => database.transaction((transaction) => reachThenRead(transaction, text)))
              : await outcomeOf(() => database.query({ text })),
            await outcomeOf(() => database.query(ownNotes)),
          ]),
      })),
};

async function reachThenRead(transaction: TenantTransaction, text: string): Promise<unknown> {
  const reached = await outcomeOf(() => transaction.query({ text }));
  return [reached, await outcomeOf(() => transaction.query(ownNotes))];
}

const failingStatements = [
  'SELECT 1 / 0',
  'SELECT * FROM no_such_table',
  `SELECT 'x'::int`,
  'INSERT INTO notes (id) VALUES (NULL)',
];

/** An error in the middle leaves nothing behind on the connection that the next tenant gets. */
const errors: AttackKind<DatabaseWorld> = {
  name: 'errors mid-transaction',
  weight: 14,
  attacks: ({ database }, pair) =>
    fc
      .record({
        failing: fc.constantFrom(...failingStatements),
        ending: fc.constantFrom('caught', 'thrown', 'abandoned'),
      })
      .map(({ failing, ending }) => ({
        ...pair,
        description: `errors: ${failing}, ${ending}`,
        run: async () => {
          await runAsTenant(pair.victim, () =>
            outcomeOf(() =>
              database.transaction(async (transaction) => {
                await transaction.query(ownNotes);
                const failure = transaction.query({ text: failing });
                if (ending === 'thrown') await failure;
                await outcomeOf(() => failure);
                if (ending === 'abandoned') throw new Error('the caller gave up');
                return outcomeOf(() => transaction.query(ownNotes));
              }),
            ),
          );
          return runAsTenant(pair.actor, () => outcomeOf(() => database.query(ownNotes)));
        },
      })),
};

/** A transaction object is useless outside its unit of work, whoever holds it. */
const escapedTransactions: AttackKind<DatabaseWorld> = {
  name: 'reused transactions',
  weight: 8,
  attacks: ({ database }, pair) =>
    fc.constant({
      ...pair,
      description: 'reused transactions: the victim’s transaction object, used after its end',
      run: async () => {
        let kept: TenantTransaction | undefined;
        await runAsTenant(pair.victim, () =>
          database.transaction(async (transaction) => {
            kept = transaction;
            await transaction.query(ownNotes);
          }),
        );
        return runAsTenant(pair.actor, () => outcomeOf(async () => kept?.query(ownNotes)));
      },
    }),
};

/** Nothing runs for nobody, and one tenant's work cannot turn into another's. */
const contexts: AttackKind<DatabaseWorld> = {
  name: 'contexts',
  weight: 8,
  attacks: ({ database }, pair) =>
    fc.constantFrom('none', 'nested', 'interleaved').map((how) => ({
      ...pair,
      description: `contexts: ${how}`,
      run: async () => {
        if (how === 'none') return outcomeOf(() => database.query(ownNotes));
        if (how === 'nested') {
          return runAsTenant(pair.actor, () =>
            outcomeOf(async () => runAsTenant(pair.victim, () => database.query(ownNotes))),
          );
        }
        const [mine] = await Promise.all([
          runAsTenant(pair.actor, () => outcomeOf(() => database.query(ownNotes))),
          runAsTenant(pair.victim, () => outcomeOf(() => database.query(ownNotes))),
        ]);
        return mine;
      },
    })),
};

/** Connections that die in the middle are not handed on. */
const kills: AttackKind<DatabaseWorld> = {
  name: 'kills',
  weight: 1,
  attacks: ({ database, breakConnection }, pair) =>
    fc.constant({
      ...pair,
      description: 'kills: the victim’s connection ends in the middle of its transaction',
      run: async () => {
        const cut = runAsTenant(pair.victim, () =>
          outcomeOf(() =>
            database.transaction(async (transaction) => {
              await transaction.query(ownNotes);
              await breakConnection();
              return transaction.query(ownNotes);
            }),
          ),
        );
        const seen = [await runAsTenant(pair.actor, () => outcomeOf(() => database.query(ownNotes)))];
        await cut;
        return [...seen, await runAsTenant(pair.actor, () => outcomeOf(() => database.query(ownNotes)))];
      },
    }),
};

export const databaseAttacks: readonly AttackKind<DatabaseWorld>[] = [
  values,
  identifiers,
  errors,
  escapedTransactions,
  contexts,
  kills,
];
