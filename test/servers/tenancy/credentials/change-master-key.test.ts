import { randomBytes } from 'node:crypto';
import type { TenantContext } from '../../../../tenancy/context/tenant-context';
import { changeMasterKey } from '../../../../tenancy/credentials/change-master-key';
import { KeyRing } from '../../../../tenancy/credentials/key-ring';
import { LocalKeyService } from '../../../../tenancy/credentials/local-key-service';
import { TenantDatabase } from '../../../../tenancy/database/tenant-database';
import type { PlatformQueries } from '../../../../tenancy/database/unit-of-work';
import { TenantPlatform } from '../support/tenant-platform';
import { VaultPod } from './vault-pods';

const newService = (): LocalKeyService => new LocalKeyService(randomBytes(32).toString('hex'));
const slugs = ['acme', 'globex', 'initech', 'umbrella'];
let platform: TenantPlatform;
let database: TenantDatabase;
let tenants: TenantContext[];
/** The master key that all data keys are wrapped with. */
let present = newService();

beforeAll(async () => {
  platform = await TenantPlatform.start({ tenants: slugs });
  database = new TenantDatabase({ primaryUrl: platform.applicationUrl });
  tenants = slugs.map((slug) => platform.tenant(slug));
  const pod = new VaultPod(database, present);
  for (const tenant of tenants) await pod.seal(tenant, 'own', `of ${tenant.slug}`);
  await pod.rotate(tenants[0]!);
});
afterAll(async () => {
  await database?.close();
  await platform?.stop();
});

const opened = (keys: LocalKeyService): Promise<string[]> =>
  Promise.all(tenants.map((tenant) => new VaultPod(database, keys).open(tenant, 'own')));
const everything = slugs.map((slug) => `of ${slug}`);

test('all data keys, retired ones too, are wrapped anew, and the old master key can go', async () => {
  const next = newService();
  const result = await changeMasterKey({ platform: database.platform, keys: new KeyRing(next, [present]) });
  expect(result).toEqual({ rewrapped: slugs.length + 1, failed: [] });
  present = next;
  expect(await opened(present)).toEqual(everything);
});

test('pods with either master key in front read and write meanwhile', async () => {
  const next = newService();
  let isChanging = true;
  const failures: unknown[] = [];
  const busy = [new KeyRing(present, [next]), new KeyRing(next, [present])].map(async (ring) => {
    while (isChanging && failures.length === 0) {
      const tenant = tenants[Math.floor(Math.random() * tenants.length)]!;
      const pod = new VaultPod(database, ring);
      await pod
        .seal(tenant, `of-${ring.masterKey.slice(6)}`, 'secret')
        .catch((error) => failures.push(error));
      await pod.open(tenant, 'own').catch((error) => failures.push(error));
    }
  });
  try {
    await changeMasterKey({ platform: database.platform, keys: new KeyRing(next, [present]) });
  } finally {
    isChanging = false;
    await Promise.all(busy);
  }
  present = next;
  expect(failures).toEqual([]);
  expect(await opened(present)).toEqual(everything);
});

test('killed after any number of keys, the next run does the rest', async () => {
  const next = newService();
  const ring = new KeyRing(next, [present]);
  let left = 2;
  const dying: PlatformQueries = {
    ...database.platform,
    query: (statement) => {
      if (statement.text.startsWith('UPDATE') && left-- === 0) throw new Error('killed');
      return database.platform.query(statement);
    },
  };
  const first = await changeMasterKey({ platform: dying, keys: ring });
  const second = await changeMasterKey({ platform: database.platform, keys: ring });
  expect(first.rewrapped + second.rewrapped).toBe(slugs.length + 1);
  expect(await changeMasterKey({ platform: database.platform, keys: ring })).toEqual({
    rewrapped: 0,
    failed: [],
  });
  present = next;
  expect(await opened(present)).toEqual(everything);
});

test("a tenant's key that does not open is named and stays; all others are wrapped anew", async () => {
  const damaged = await platform.provision('damaged');
  await new VaultPod(database, present).seal(damaged, 'own', 'secret');
  const lost = newService();
  await platform.postgres.asSuperuser(
    `UPDATE tenant_data_keys SET master_key = '${lost.masterKey}' WHERE tenant_id = '${damaged.id}'`,
    'app',
  );
  const next = newService();
  const result = await changeMasterKey({ platform: database.platform, keys: new KeyRing(next, [present]) });
  expect(result.failed).toEqual([
    { tenantId: damaged.id, version: 1, reason: expect.stringContaining(lost.masterKey) },
  ]);
  present = next;
  expect(await opened(present)).toEqual(everything);
});
