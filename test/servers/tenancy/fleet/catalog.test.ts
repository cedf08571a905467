import { randomUUID } from 'node:crypto';
import type { Migration } from '../../../../tenancy/database/migration';
import { migrateFleet } from '../../../../tenancy/life/fleet';
import type { AnyOperationKind } from '../../../../tenancy/life/operation';
import { OperationRunner } from '../../../../tenancy/life/operation-runner';
import { provisionOperation } from '../../../../tenancy/life/provision';
import { TenantPlatform } from '../support/tenant-platform';
import { release1, release2 } from './growing-schema';

const earlier = provisionOperation({ migrations: release1 });

/** The same kind, with `work` done just after one of its steps. */
const interleaved = (
  kind: AnyOperationKind,
  after: string,
  work: () => Promise<unknown>,
): AnyOperationKind => ({
  ...kind,
  steps: kind.steps.map((step) =>
    step.name === after
      ? {
          name: step.name,
          run: async (context) => {
            const answer = await step.run(context);
            await work();
            return answer;
          },
        }
      : step,
  ),
});

describe("the earlier version's lifecycle during a deploy", () => {
  let platform: TenantPlatform;

  let slug: string;

  beforeAll(async () => {
    platform = await TenantPlatform.start({ tenants: ['acme'], migrations: release1 });
  });
  beforeEach(async () => {
    slug = `t-${randomUUID().slice(0, 8)}`;
    await platform.database.query({ text: 'DELETE FROM public.tenant_migrations' });
  });
  afterAll(() => platform?.stop());

  const migrate = (migrations: readonly Migration[]) => migrateFleet(platform.database, { migrations });
  async function provisionWith(kind: AnyOperationKind): Promise<number | undefined> {
    const input = { slug, name: 'New', tier: 'free', region: 'us-east-1' };
    await platform.life.requests.request({ kind: 'provision', input, requestedBy: 'test' });
    const runner = new OperationRunner({ database: platform.database, kinds: [kind] });
    expect(await runner.runNext(new AbortController().signal)).toMatchObject({ outcome: 'done' });
    return (await platform.life.list()).find((tenant) => tenant.slug === slug)?.schemaVersion;
  }

  // First: in the others' course the tenants get as many migrations as this list has.
  it('lets a migration be edited that no tenant has', async () => {
    const wrong: Migration = { id: 'branch-1-table', phase: 'expand', sql: 'CREATE TABEL branches ()' };
    expect((await migrate([...release1, wrong])).failed).toHaveLength(1);
    const right = { ...wrong, sql: 'CREATE TABLE branches ()' };
    expect((await migrate([...release1, right])).failed).toEqual([]);
  });

  it("makes a tenant with the fleet's new schema", async () => {
    await migrate(release2);
    expect(await provisionWith(earlier)).toBe(release2.length);
  });

  it.each(['reserve', 'migrate', 'seed', 'activate'])(
    'brings a tenant to the new schema when the fleet\'s migration comes after "%s"',
    async (step) => {
      expect(await provisionWith(interleaved(earlier, step, () => migrate(release2)))).toBe(release2.length);
    },
  );

  it('does not take the fleet back', async () => {
    await migrate(release2);
    await migrate(release1);
    expect(await provisionWith(earlier)).toBe(release2.length);
  });

  it('does not migrate the fleet with a list that lacks what the fleet has, and has what the fleet lacks', async () => {
    await migrate(release2);
    const branch: Migration = { id: 'branch-1-table', phase: 'expand', sql: 'SELECT 1' };
    await expect(migrate([...release1, branch])).rejects.toThrow(
      'The fleet has "contacts-2-full-name", which this version does not know, and lacks "branch-1-table"',
    );
  });
});
