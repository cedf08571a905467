import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { currentTenant, runAsTenant } from '../../../../tenancy/context/current-tenant';
import { TenantPrismaAdapter } from '../../../../tenancy/database/prisma-adapter';
import { servingTenants } from '../../../../tenancy/database/prisma-tenants';
import { TenantDatabase } from '../../../../tenancy/database/tenant-database';
import type { TenantPlatform } from '../support/tenant-platform';
import { generatedPrismaClient, type NotesClient, type NotesClientModule } from './generated-prisma-client';
import { startNotes } from './notes';

const slugs = Array.from({ length: 50 }, (_, number) => `tenant-${number}`);
let platform: TenantPlatform;
let database: TenantDatabase;
let generated: NotesClientModule;

beforeAll(async () => {
  generated = generatedPrismaClient();
  platform = await startNotes({ tenants: slugs, pgbouncer: { poolSize: 5 } });
  database = new TenantDatabase({ primaryUrl: platform.applicationUrl, maxConnections: 20 });
  for (const [number, slug] of slugs.entries()) {
    await runAsTenant(platform.tenant(slug), () =>
      database.query({
        text: 'INSERT INTO notes (id, body) VALUES (1, $1), ($2, $1)',
        values: [slug, 1000 + number],
      }),
    );
  }
}, 120_000);
afterAll(async () => {
  await database?.close();
  await platform?.stop();
  generated?.remove();
});

const as = <Result>(slug: string, work: () => Promise<Result>): Promise<Result> =>
  runAsTenant(platform.tenant(slug), async () => await work());

/** Ways to ask for note 1, whose body is the tenant's slug. All are asked in one turn of the event loop. */
const ways: readonly (readonly [string, (client: NotesClient) => Promise<string | undefined>])[] = [
  ['findUnique', async (client) => (await client.note.findUnique({ where: { id: 1 } }))?.body],
  ['findMany', async (client) => (await client.note.findMany({ where: { id: 1 } }))[0]?.body],
  [
    'raw SQL',
    async (client) => String((await client.$queryRawUnsafe('SELECT body FROM notes WHERE id = 1'))[0]?.body),
  ],
  ['a write', async (client) => (await client.note.update({ where: { id: 1 }, data: { amount: 1 } })).body],
  [
    'a transaction of a list',
    async (client) => {
      const [found] = (await client.$transaction<unknown>([
        client.note.findUnique({ where: { id: 1 } }),
      ])) as { body: string }[];
      return found?.body;
    },
  ],
  [
    'a transaction of a function',
    (client) =>
      client.$transaction(async (inside) => (await inside.note.findUnique({ where: { id: 1 } }))?.body),
  ],
  [
    'a client with an extension',
    async (client) => (await client.$extends({ name: 'x' }).note.findUnique({ where: { id: 1 } }))?.body,
  ],
];

/** Answers of another tenant among those of 50 that ask at once. */
async function foreignAnswers(ask: () => Promise<string | undefined>): Promise<readonly string[]> {
  const answers = await Promise.all(slugs.map((slug) => as(slug, async () => `${slug} ${await ask()}`)));
  return answers.filter((answer) => answer.split(' ')[0] !== answer.split(' ')[1]);
}

describe('a client that serves 50 tenants at once', () => {
  let prisma: NotesClient;
  beforeAll(() => {
    prisma = servingTenants(new generated.PrismaClient({ adapter: new TenantPrismaAdapter(database) }));
  });
  afterAll(() => prisma.$disconnect());

  test.each(ways)('answers %s to each with its own', async (_way, ask) => {
    expect(await foreignAnswers(() => ask(prisma))).toEqual([]);
  });

  test('answers all ways at once to each with its own', async () => {
    const found = await Promise.all(ways.map(([, ask]) => foreignAnswers(() => ask(prisma))));
    expect(found.flat()).toEqual([]);
  });

  test('finds nothing by the key of another', async () => {
    const found = await Promise.all(
      slugs.map((slug, number) =>
        as(slug, () => prisma.note.findUnique({ where: { id: 1000 + ((number + 1) % slugs.length) } })),
      ),
    );
    expect(found.filter((note) => note !== null)).toEqual([]);
  });

  test('still merges the calls of one tenant into one query', async () => {
    const texts: string[] = [];
    const run = jest.spyOn(database, 'run').mockImplementation(function (
      this: TenantDatabase,
      statement,
      options,
    ) {
      texts.push(statement.text);
      return TenantDatabase.prototype.run.call(this, statement, options) as never;
    });
    await as('tenant-0', () => Promise.all([1, 1000].map((id) => prisma.note.findUnique({ where: { id } }))));
    run.mockRestore();
    expect(texts).toHaveLength(1);
  });
});

describe('planted fault: a client that is not wrapped', () => {
  test('is refused by the adapter', async () => {
    const bare = new generated.PrismaClient({ adapter: new TenantPrismaAdapter(database) });
    for (const [, ask] of ways) {
      await expect(as('tenant-0', async () => await ask(bare))).rejects.toThrow('Wrap the Prisma client');
    }
    await bare.$disconnect();
  });

  test('would answer one tenant with what is another’s', async () => {
    const careless = new generated.PrismaClient({ adapter: new PrismaPg(new CarelessPool(database)) });
    const foreign = await foreignAnswers(
      async () => (await careless.note.findUnique({ where: { id: 1 } }))?.body,
    );
    expect(foreign.length).toBeGreaterThan(0);
    await careless.$disconnect();
  });
});

/** Runs what Prisma sends as whoever is the current tenant when it comes: as an adapter without the wrapper would. */
class CarelessPool extends Pool {
  constructor(private readonly database: TenantDatabase) {
    super();
  }

  override query(statement: never): never {
    const { text } = statement as { text: string };
    currentTenant();
    return this.database.run({ ...(statement as object), text: text.replaceAll('"public".', '') }) as never;
  }
}

test('a client that keeps its collector elsewhere is not wrapped', () => {
  expect(() => servingTenants({})).toThrow('not known to keep tenants apart');
});
