import { runAsTenant } from '../../../../tenancy/context/current-tenant';
import { TenantPrismaAdapter } from '../../../../tenancy/database/prisma-adapter';
import { servingTenants } from '../../../../tenancy/database/prisma-tenants';
import { TenantDatabase } from '../../../../tenancy/database/tenant-database';
import type { TenantPlatform } from '../support/tenant-platform';
import { generatedPrismaClient, type NotesClient, type NotesClientModule } from './generated-prisma-client';
import { resetNotes, startNotes } from './notes';

let platform: TenantPlatform;
let database: TenantDatabase;
let generated: NotesClientModule;
let prisma: NotesClient;

beforeAll(async () => {
  generated = generatedPrismaClient();
  platform = await startNotes({ pgbouncer: { poolSize: 5 } });
  database = new TenantDatabase({ primaryUrl: platform.applicationUrl, maxConnections: 20 });
  prisma = servingTenants(new generated.PrismaClient({ adapter: new TenantPrismaAdapter(database) }));
});
afterAll(async () => {
  await prisma?.$disconnect();
  await database?.close();
  await platform?.stop();
  generated?.remove();
});
beforeEach(() => resetNotes(platform, database));

/** Prisma starts a call when it is awaited: here, as the tenant. */
const as = <Result>(slug: string, work: () => Promise<Result>): Promise<Result> =>
  runAsTenant(platform.tenant(slug), async () => await work());
const bodies = async (slug: string): Promise<readonly string[]> =>
  (await as(slug, () => prisma.note.findMany({ orderBy: { id: 'asc' } }))).map(({ body }) => body);

test('each tenant finds its own rows', async () => {
  for (const slug of ['acme', 'beta', 'acme']) expect(await bodies(slug)).toEqual([`of ${slug}`]);
});

test('values make the round trip', async () => {
  const data = {
    id: 2,
    body: 'new',
    detail: { a: [1, null] },
    amount: '12.345',
    madeAt: new Date('2026-11-24T01:02:03.004Z'),
  };
  await as('acme', () => prisma.note.create({ data }));
  const found = await as('acme', () => prisma.note.findUnique({ where: { id: 2 } }));
  expect({ ...found, amount: String((found as { amount?: unknown } | null)?.amount) }).toEqual(data);
});

test('a nested write is one transaction', async () => {
  const data = { id: 2, body: 'new', replies: { connect: { id: 404 } } };
  await expect(as('acme', () => prisma.note.create({ data }))).rejects.toMatchObject({ code: 'P2018' });
  expect(await bodies('acme')).toEqual(['of acme']);
});

test('a nested write lands with the tenant alone', async () => {
  const data = { id: 2, body: 'new', replies: { create: [{ body: 'a reply' }] } };
  await as('acme', () => prisma.note.create({ data, include: { replies: true } }));
  expect([await bodies('acme'), await bodies('beta')]).toEqual([['of acme', 'new'], ['of beta']]);
});

test('without a tenant every call is refused', async () => {
  await expect(prisma.note.findMany()).rejects.toThrow('No tenant');
  await expect(prisma.note.findUnique({ where: { id: 1 } })).rejects.toThrow('No tenant');
  await expect(prisma.$queryRawUnsafe('SELECT 1')).rejects.toThrow('No tenant');
  await expect(prisma.$transaction([prisma.note.count()])).rejects.toThrow('No tenant');
  await expect(prisma.$transaction((inside) => inside.note.count())).rejects.toThrow('No tenant');
});

test.each(['SET ROLE tenant_beta', 'RESET ROLE', `SELECT set_config('role', 'tenant_beta', true)`, 'COMMIT'])(
  '%s is refused, alone and in a transaction',
  async (sql) => {
    await expect(as('acme', () => prisma.$executeRawUnsafe(sql))).rejects.toThrow('refused');
    const inside = as('acme', () => prisma.$transaction((open) => open.$executeRawUnsafe(sql)));
    await expect(inside).rejects.toThrow('refused');
  },
);

test('raw SQL binds its values and runs as the tenant', async () => {
  const rows = await as('acme', () =>
    prisma.$queryRawUnsafe('SELECT current_user::text AS role, body FROM notes WHERE id = $1', 1),
  );
  expect(rows).toEqual([{ role: 'tenant_acme', body: 'of acme' }]);
});

test('an error of the database keeps its code', async () => {
  await expect(as('acme', () => prisma.note.create({ data: { id: 1, body: '' } }))).rejects.toMatchObject({
    code: 'P2002',
  });
});

describe('$transaction', () => {
  const create = (id: number) => ({ data: { id, body: 'new' } });

  test('of a function keeps all or nothing', async () => {
    await as('acme', () => prisma.$transaction(async (inside) => void (await inside.note.create(create(2)))));
    const failing = as('acme', () =>
      prisma.$transaction(async (inside) => {
        await inside.note.create(create(3));
        throw new Error('changed its mind');
      }),
    );
    await expect(failing).rejects.toThrow('changed its mind');
    expect(await bodies('acme')).toEqual(['of acme', 'new']);
  });

  test('of a list keeps all or nothing', async () => {
    await as('acme', () =>
      prisma.$transaction([prisma.note.create(create(2)), prisma.note.create(create(3))]),
    );
    const failing = as('acme', () =>
      prisma.$transaction([prisma.note.create(create(4)), prisma.note.create(create(2))]),
    );
    await expect(failing).rejects.toMatchObject({ code: 'P2002' });
    expect(await bodies('acme')).toEqual(['of acme', 'new', 'new']);
  });

  test('has the isolation that it asks for', async () => {
    const level = as('acme', () =>
      prisma.$transaction(
        (inside) => inside.$queryRawUnsafe(`SELECT current_setting('transaction_isolation') AS level`),
        {
          isolationLevel: 'Serializable',
        },
      ),
    );
    expect(await level).toEqual([{ level: 'serializable' }]);
  });

  test('inside another is a savepoint', async () => {
    await as('acme', () =>
      prisma.$transaction(async (outer) => {
        await outer.note.create(create(2));
        const inner = outer.$transaction(async (nested) => {
          await nested.note.create(create(3));
          throw new Error('only this');
        });
        await inner.catch(() => {});
      }),
    );
    expect(await bodies('acme')).toEqual(['of acme', 'new']);
  });

  test('that takes too long saves nothing', async () => {
    const slow = as('acme', () =>
      prisma.$transaction(
        async (inside) => {
          await inside.note.create(create(2));
          await inside.$queryRawUnsafe('SELECT pg_sleep(0.4)::text');
        },
        { timeout: 100 },
      ),
    );
    await expect(slow).rejects.toMatchObject({ code: 'P2028' });
    expect(await bodies('acme')).toEqual(['of acme']);
  });
});

test('a read-only client writes nothing', async () => {
  const reader = servingTenants(
    new generated.PrismaClient({ adapter: new TenantPrismaAdapter(database, { readOnly: true }) }),
  );
  expect(await as('acme', () => reader.note.count())).toBe(1);
  await expect(as('acme', () => reader.note.create({ data: { id: 2, body: '' } }))).rejects.toThrow(
    'read-only',
  );
  await reader.$disconnect();
});
