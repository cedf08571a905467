import { currentTenant, runAsTenant, runOutsideTenants } from '../../../../tenancy/context/current-tenant';
import { TenantDatabase } from '../../../../tenancy/database/tenant-database';
import type { TenantTransaction } from '../../../../tenancy/database/unit-of-work';
import type { TenantPlatform } from '../support/tenant-platform';
import { resetNotes, startNotes } from './notes';

describe.each(['trixie', 'bookworm'] as const)('through PgBouncer of %s', (release) => {
  let platform: TenantPlatform;
  let database: TenantDatabase;

  beforeAll(async () => {
    platform = await startNotes({ pgbouncer: { release } });
    database = new TenantDatabase({
      primaryUrl: platform.applicationUrl,
      serverPreparedStatements: release === 'trixie',
    });
  });
  afterAll(async () => {
    await database.close();
    await platform.stop();
  });
  beforeEach(() => resetNotes(platform, database));

  const asAcme = <Result>(work: () => Promise<Result>): Promise<Result> =>
    runAsTenant(platform.tenant('acme'), work);
  const bodies = async (from: TenantTransaction = database): Promise<unknown[]> => {
    const { rows } = await from.query<{ body: string }>({ text: 'SELECT body FROM notes ORDER BY id' });
    return rows.map(({ body }) => body);
  };
  const insert = (id: number, body = 'new') => ({
    text: 'INSERT INTO notes (id, body) VALUES ($1, $2)',
    values: [id, body],
  });

  test('a statement runs as the role of the tenant in its schema', async () => {
    const { rows } = await asAcme(() =>
      database.query({ text: 'SELECT current_user AS role, current_schemas(false)::text AS schemas' }),
    );
    expect(rows).toEqual([{ role: 'tenant_acme', schemas: '{tenant_acme}' }]);
  });

  test('each tenant finds its own rows', async () => {
    for (const slug of ['acme', 'beta', 'acme']) {
      expect(await runAsTenant(platform.tenant(slug), () => bodies())).toEqual([`of ${slug}`]);
    }
  });

  test('without a tenant a statement is refused before anything is sent', async () => {
    const nowhere = new TenantDatabase({ primaryUrl: 'postgresql://nobody@127.0.0.1:1/nothing' });
    await expect(nowhere.query({ text: 'SELECT 1' })).rejects.toMatchObject({ code: 'no-tenant' });
    await expect(nowhere.transaction(async () => {})).rejects.toMatchObject({ code: 'no-tenant' });
    await nowhere.close();
  });

  test('a statement that names the schema of another tenant is refused', async () => {
    const stolen = asAcme(() => database.query({ text: 'SELECT * FROM tenant_beta.notes' }));
    await expect(stolen).rejects.toMatchObject({ code: 'refused-statement' });
  });

  test('the role of the tenant reads no other schema, whatever the statement', async () => {
    const stolen = asAcme(() => database.query({ text: `SELECT nextval('tenant_beta.replies_id_seq')` }));
    await expect(stolen).rejects.toThrow('permission denied for schema tenant_beta');
  });

  test('the role of a tenant may not take another role', async () => {
    const client = await platform.postgres.connect(platform.logins.application);
    await client.query('SET SESSION ROLE tenant_acme');
    await expect(client.query('CREATE TABLE tenant_beta.mine (id int)')).rejects.toThrow('permission denied');
    await client.end();
  });

  test('values are bound, never part of the text', async () => {
    const body = `'; RESET ROLE; DROP TABLE notes; --`;
    await asAcme(() => database.query(insert(2, body)));
    expect(await asAcme(() => bodies())).toEqual(['of acme', body]);
  });

  test('values come back as pg reads them', async () => {
    const madeAt = new Date('2026-11-24T01:02:03.004Z');
    const { rows, rowCount } = await asAcme(() =>
      database.query({
        text: `INSERT INTO notes (id, body, detail, amount, made_at) VALUES ($1, $2, $3, $4, $5)
               RETURNING id, detail, amount, made_at, NULL AS nothing, $6::int[] AS list, $7::bytea AS bytes`,
        values: [2, '', { a: [1, null] }, 1.5, madeAt, [1, 2], Buffer.from([0, 255])],
      }),
    );
    expect(rowCount).toBe(1);
    expect(rows).toEqual([
      {
        id: 2,
        detail: { a: [1, null] },
        amount: '1.5',
        made_at: madeAt,
        nothing: null,
        list: [1, 2],
        bytes: Buffer.from([0, 255]),
      },
    ]);
  });

  test('a transaction keeps all or nothing', async () => {
    await asAcme(() =>
      database.transaction(async (transaction) => void (await transaction.query(insert(2)))),
    );
    const failing = asAcme(() =>
      database.transaction(async (transaction) => {
        await transaction.query(insert(3));
        throw new Error('changed its mind');
      }),
    );
    await expect(failing).rejects.toThrow('changed its mind');
    expect(await asAcme(() => bodies())).toEqual(['of acme', 'new']);
  });

  test('a statement that fails by itself leaves nothing', async () => {
    const failing = asAcme(() =>
      database.query({ text: 'INSERT INTO notes (id, body) VALUES (2, $1), (1, $1)', values: [''] }),
    );
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    expect(await asAcme(() => bodies())).toEqual(['of acme']);
  });

  test('a transaction whose failed statement was caught does not pass for saved', async () => {
    const swallowed = asAcme(() =>
      database.transaction(async (transaction) => {
        await transaction.query(insert(2));
        await transaction.query(insert(1)).catch(() => {});
      }),
    );
    await expect(swallowed).rejects.toMatchObject({ code: '23505' });
    expect(await asAcme(() => bodies())).toEqual(['of acme']);
  });

  test('a transaction with a value that could not be sent does not pass for saved', async () => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    const swallowed = asAcme(() =>
      database.transaction(async (transaction) => {
        await transaction.query(insert(2));
        await transaction.query({ text: 'SELECT $1::jsonb', values: [circular] }).catch(() => {});
      }),
    );
    await expect(swallowed).rejects.toThrow('circular');
    expect(await asAcme(() => bodies())).toEqual(['of acme']);
  });

  test('statements started together run in their order', async () => {
    const counts = await asAcme(() =>
      database.transaction(async (transaction) => {
        const count = { text: 'SELECT count(*)::int AS count FROM notes' };
        const [before, , after] = await Promise.all([
          transaction.query(count),
          transaction.query(insert(2)),
          transaction.query(count),
        ]);
        return [before.rows, after.rows];
      }),
    );
    expect(counts).toEqual([[{ count: 1 }], [{ count: 2 }]]);
  });

  test('a transaction is useless after its end', async () => {
    let kept: TenantTransaction | undefined;
    await asAcme(() => database.transaction(async (transaction) => void (kept = transaction)));
    await expect(asAcme(async () => kept?.query({ text: 'SELECT 1' }))).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('a transaction of one tenant is refused in the work of another', async () => {
    const stolen = asAcme(() =>
      database.transaction((transaction) =>
        runOutsideTenants(() =>
          runAsTenant(platform.tenant('beta'), () => transaction.query({ text: 'SELECT 1' })),
        ),
      ),
    );
    await expect(stolen).rejects.toMatchObject({ code: 'tenant-mismatch' });
  });

  test('a read-only unit of work writes nothing', async () => {
    const options = { readOnly: true };
    const alone = asAcme(() => database.query(insert(2), options));
    await expect(alone).rejects.toThrow('read-only transaction');
    const together = asAcme(() =>
      database.transaction((transaction) => transaction.query(insert(2)), options),
    );
    await expect(together).rejects.toThrow('read-only transaction');
    expect(await asAcme(() => database.transaction(bodies, options))).toEqual(['of acme']);
  });

  test('a tenant without role is refused, and nothing runs as the login', async () => {
    const stranger = { ...platform.tenant('acme'), slug: 'nobody' };
    const query = runAsTenant(stranger, () => database.query({ text: 'SELECT current_user' }));
    await expect(query).rejects.toThrow('role "tenant_nobody" does not exist');
    const transaction = runAsTenant(stranger, () =>
      database.transaction(async (open) => {
        await open.query({ text: 'SELECT 1' }).catch(() => {});
        return open.query({ text: 'SELECT current_user' });
      }),
    );
    await expect(transaction).rejects.toThrow('current transaction is aborted');
  });

  test('200 units of work of two tenants at once do not mix', async () => {
    const seen = await Promise.all(
      Array.from({ length: 200 }, (_, number) => {
        const slug = number % 2 ? 'acme' : 'beta';
        return runAsTenant(platform.tenant(slug), async () => {
          const found = number % 3 ? await bodies() : await database.transaction(bodies);
          return [currentTenant().slug, slug, found[0]];
        });
      }),
    );
    expect(seen.filter(([current, slug, body]) => current !== slug || body !== `of ${slug}`)).toEqual([]);
  });

  test('the login by itself reads no table of a tenant', async () => {
    const client = await platform.postgres.connect(platform.logins.application);
    await expect(client.query('SELECT * FROM tenant_acme.notes')).rejects.toThrow(
      'permission denied for schema tenant_acme',
    );
    await client.end();
  });

  test('platform queries run as the login and see public', async () => {
    const { rows } = await database.platform.query({
      text: 'SELECT current_user AS role, slug FROM public.tenants ORDER BY slug',
    });
    expect(rows).toEqual([
      { role: 'app', slug: 'acme' },
      { role: 'app', slug: 'beta' },
    ]);
  });

  test('platform queries are checked, too', async () => {
    await expect(database.platform.query({ text: 'SET ROLE tenant_acme' })).rejects.toMatchObject({
      code: 'refused-statement',
    });
  });
});
