import { Pool } from 'pg';
import { runAsTenant } from '../../tenancy/context/current-tenant';
import type { TenantContext } from '../../tenancy/context/tenant-context';
import { tenantSchemaName } from '../../tenancy/database/identifiers';
import { TenantDatabase } from '../../tenancy/database/tenant-database';
import type { TenantTransaction } from '../../tenancy/database/unit-of-work';
import { TenantFleet } from './tenant-fleet';

export interface ThroughputRow {
  readonly what: string;
  /** Median over the rounds. */
  readonly perSecond: number;
  /** To the same work without tenant context, of the same round; median over the rounds. */
  readonly ratio: number;
  /** What the ratio has to reach; null where the row only informs. */
  readonly atLeast: number | null;
}

export interface ThroughputOptions {
  /** Default 1,000. */
  readonly tenants?: number;
  /** Work in flight, and connections to the server. Default 20. */
  readonly concurrency?: number;
  /** Default 24. Programs take turns in short slices, so that a busy machine slows all of them alike. */
  readonly rounds?: number;
  /** Of one program in one round. Default 250. */
  readonly sliceMs?: number;
}

interface Program {
  readonly what: string;
  readonly run: () => Promise<unknown>;
  readonly baseline: string;
  readonly atLeast?: number;
}

const byId = 'SELECT id, body FROM notes WHERE id = $1';
const [bareQuery, bareTransaction] = ['a query', 'BEGIN, three queries, COMMIT'];

/**
 * Tenant context through PgBouncer in transaction mode: a random one of many tenants in each unit of work, against the
 * same query on the same tables by a login that may read them all, with `pg` and bind parameters.
 */
export async function measureTenancyThroughput(
  options: ThroughputOptions = {},
): Promise<readonly ThroughputRow[]> {
  const { tenants = 1000, concurrency = 20, rounds = 24, sliceMs = 250 } = options;
  const fleet = await TenantFleet.start(tenants, concurrency);
  const bare = new Pool({ connectionString: fleet.unguardedUrl, max: concurrency });
  const connections = { primaryUrl: fleet.url, maxConnections: concurrency };
  const plain = new TenantDatabase(connections);
  const prepared = new TenantDatabase({ ...connections, serverPreparedStatements: true });
  try {
    const programs = [
      ...withoutContext(fleet, bare),
      ...withContext(fleet, plain, prepared),
      ...asides(fleet, bare),
    ];
    const rates = new Map<string, number[]>(programs.map(({ what }) => [what, []]));
    for (let round = -4; round < rounds; round++) {
      // Each follows each in turn: what one leaves in caches and queues is then no one's alone.
      for (const { what, run } of rotated(programs, round)) {
        const perSecond = await rateOf(run, concurrency, sliceMs);
        // Every server connection has to meet every tenant once.
        if (round >= 0) rates.get(what)?.push(perSecond);
      }
    }
    return programs.map(({ what, baseline, atLeast = null }) => {
      const base = rates.get(baseline) ?? [];
      const own = rates.get(what) ?? [];
      return {
        what,
        perSecond: median(own),
        ratio: median(own.map((rate, round) => rate / (base[round] ?? NaN))),
        atLeast,
      };
    });
  } finally {
    await Promise.all([bare.end(), plain.close(), prepared.close()]);
    await fleet.stop();
  }
}

function withoutContext(fleet: TenantFleet, pool: Pool): readonly Program[] {
  const text = (): string => byId.replace('notes', `${tenantSchemaName(fleet.any().slug)}.notes`);
  return [
    { what: bareQuery, baseline: bareQuery, run: () => pool.query(text(), [fleet.anyRow()]) },
    {
      what: bareTransaction,
      baseline: bareTransaction,
      run: async () => {
        const client = await pool.connect();
        const same = text();
        await client.query('BEGIN');
        for (let count = 0; count < 3; count++) await client.query(same, [fleet.anyRow()]);
        await client.query('COMMIT');
        client.release();
      },
    },
  ];
}

function withContext(
  fleet: TenantFleet,
  plain: TenantDatabase,
  prepared: TenantDatabase,
): readonly Program[] {
  const query = async (on: TenantTransaction, { slug }: TenantContext): Promise<void> => {
    const { rows } = await on.query<{ body: string }>({ text: byId, values: [fleet.anyRow()] });
    if (rows[0]?.body !== `of ${slug}`) throw new Error(`The tenant ${slug} got ${JSON.stringify(rows)}.`);
  };
  const asAny = <Result>(work: (tenant: TenantContext) => Promise<Result>): Promise<Result> => {
    const tenant = fleet.any();
    return runAsTenant(tenant, () => work(tenant));
  };
  const three = [1, 2, 3];
  const single = (database: TenantDatabase) => () => asAny((tenant) => query(database, tenant));
  const oneByOne = (database: TenantDatabase) => () =>
    asAny((tenant) =>
      database.transaction(async (transaction) => {
        for (let count = 0; count < three.length; count++) await query(transaction, tenant);
      }),
    );
  const together = () =>
    asAny((tenant) =>
      prepared.transaction((transaction) => Promise.all(three.map(() => query(transaction, tenant)))),
    );
  return [
    { what: 'a query as a tenant', baseline: bareQuery, atLeast: 0.75, run: single(prepared) },
    { what: 'a query as a tenant, nothing prepared', baseline: bareQuery, run: single(plain) },
    { what: 'a transaction as a tenant', baseline: bareTransaction, atLeast: 0.9, run: oneByOne(prepared) },
    { what: 'a transaction as a tenant, nothing prepared', baseline: bareTransaction, run: oneByOne(plain) },
    { what: 'a transaction as a tenant, queries started together', baseline: bareTransaction, run: together },
  ];
}

/** What else the figures can be held against. */
function asides(fleet: TenantFleet, pool: Pool): readonly Program[] {
  const anyShared = (): number => 1 + Math.floor(Math.random() * fleet.sharedRows);
  return [
    {
      what: 'a query on one table that all share',
      baseline: bareQuery,
      run: () => pool.query(byId.replace('notes', 'public.notes'), [anyShared()]),
    },
    {
      what: 'five round trips: BEGIN, SET LOCAL twice, a query, COMMIT',
      baseline: bareQuery,
      run: async () => {
        const client = await pool.connect();
        const schema = tenantSchemaName(fleet.any().slug);
        await client.query('BEGIN');
        await client.query('SET LOCAL ROLE unguarded');
        await client.query(`SET LOCAL search_path TO ${schema}`);
        await client.query(byId, [fleet.anyRow()]);
        await client.query('COMMIT');
        client.release();
      },
    },
  ];
}

async function rateOf(run: () => Promise<unknown>, concurrency: number, sliceMs: number): Promise<number> {
  const started = performance.now();
  const end = started + sliceMs;
  let done = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() < end) {
      await run();
      done++;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return (done / (performance.now() - started)) * 1000;
}

const rotated = <Item>(items: readonly Item[], by: number): readonly Item[] => {
  const first = ((by % items.length) + items.length) % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** The rows as a table of docs/benchmarks.md. */
export function throughputTable(rows: readonly ThroughputRow[]): string {
  const line = ({ what, perSecond, ratio, atLeast }: ThroughputRow): string =>
    `| ${what} | ${Math.round(perSecond)} | ${ratio.toFixed(2)} | ${atLeast ?? ''} |`;
  return [
    '| what | a second | to the same without a tenant | at least |',
    '|---|---|---|---|',
    ...rows.map(line),
  ].join('\n');
}

async function main(): Promise<void> {
  process.stdout.write(`${throughputTable(await measureTenancyThroughput())}\n`);
}

if (require.main === module) {
  main().catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  });
}
