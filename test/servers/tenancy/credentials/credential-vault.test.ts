import { randomBytes } from 'node:crypto';
import { runAsTenant } from '../../../../tenancy/context/current-tenant';
import { destroyDataKeys } from '../../../../tenancy/credentials/data-keys';
import { LocalKeyService } from '../../../../tenancy/credentials/local-key-service';
import { TenantDatabase } from '../../../../tenancy/database/tenant-database';
import { TenantPlatform } from '../support/tenant-platform';
import { VaultPod } from './vault-pods';

const unreadable = expect.objectContaining({ code: 'unreadable-credential' });
const keys = new LocalKeyService(randomBytes(32).toString('hex'));
let platform: TenantPlatform;
let database: TenantDatabase;
let pod: VaultPod;

const asSuperuser = (sql: string): Promise<Record<string, unknown>[]> =>
  platform.postgres.asSuperuser(sql, 'app');

beforeAll(async () => {
  platform = await TenantPlatform.start({ tenants: ['acme', 'globex'] });
  database = new TenantDatabase({ primaryUrl: platform.applicationUrl });
  pod = new VaultPod(database, keys);
});
afterAll(async () => {
  await database?.close();
  await platform?.stop();
});

test('a sealed credential opens, in another pod too', async () => {
  const acme = platform.tenant('acme');
  await pod.seal(acme, 'openai', 'sk-0123456789abcdefghij');
  expect(await new VaultPod(database, keys).open(acme, 'openai')).toBe('sk-0123456789abcdefghij');
});

test('sealing again replaces the secret', async () => {
  const acme = platform.tenant('acme');
  await pod.seal(acme, 'replaced', 'first');
  await pod.seal(acme, 'replaced', 'second');
  expect(await pod.open(acme, 'replaced')).toBe('second');
});

test('the list shows four characters of a long secret and none of a short one', async () => {
  const globex = platform.tenant('globex');
  await pod.seal(globex, 'long', 'sk-0123456789abcdefWXYZ');
  await pod.seal(globex, 'short', 'hunter2');
  const list = await runAsTenant(globex, () => pod.vault.list());
  expect(list.map(({ name, lastFour }) => [name, lastFour])).toEqual([
    ['long', 'WXYZ'],
    ['short', null],
  ]);
});

test('a removed credential is gone', async () => {
  const acme = platform.tenant('acme');
  await pod.seal(acme, 'old', 'secret');
  expect(await runAsTenant(acme, () => pod.vault.remove('old'))).toBe(true);
  await expect(pod.open(acme, 'old')).rejects.toMatchObject({ code: 'unknown-credential' });
});

test("another tenant's name is unknown", async () => {
  await pod.seal(platform.tenant('acme'), 'only-acme', 'secret');
  await expect(pod.open(platform.tenant('globex'), 'only-acme')).rejects.toMatchObject({
    code: 'unknown-credential',
  });
});

test('without a tenant nothing is sealed, opened or listed', async () => {
  const refused = expect.objectContaining({ code: 'no-tenant' });
  await expect(pod.vault.seal('name', 'secret')).rejects.toEqual(refused);
  await expect(pod.vault.open('name')).rejects.toEqual(refused);
  await expect(pod.vault.list()).rejects.toEqual(refused);
});

test.each([
  ['an empty secret', 'name', ''],
  ['a secret over 16 KiB', 'name', 'x'.repeat(16_385)],
  ['a name with a slash', 'a/b', 'secret'],
  ['an empty name', '', 'secret'],
])('%s is refused', async (_, name, secret) => {
  await expect(pod.seal(platform.tenant('acme'), name, secret)).rejects.toMatchObject({
    code: 'invalid-identifier',
  });
});

test('fifty first credentials at one time share one data key', async () => {
  const tenant = await platform.provision('crowd');
  const names = Array.from({ length: 50 }, (_, index) => `key-${index}`);
  await Promise.all(
    names.map((name) => new VaultPod(database, keys).seal(tenant, name, `secret of ${name}`)),
  );
  const [{ versions }] = (await asSuperuser(
    `SELECT count(*)::int AS versions FROM tenant_data_keys WHERE tenant_id = '${tenant.id}'`,
  )) as [{ versions: number }];
  expect(versions).toBe(1);
  expect(await Promise.all(names.map((name) => pod.open(tenant, name)))).toEqual(
    names.map((name) => `secret of ${name}`),
  );
});

describe('in the database', () => {
  const secret = 'sk-very-visible-secret-0123456789';
  const columns = 'provider, key_version, nonce, ciphertext';

  beforeEach(async () => {
    for (const slug of ['acme', 'globex']) await pod.seal(platform.tenant(slug), 'target', `of ${slug}`);
    await pod.seal(platform.tenant('acme'), 'source', secret);
  });

  test('no column holds the secret', async () => {
    const [row] = await asSuperuser(
      `SELECT encode(ciphertext, 'escape') || name || provider AS shown FROM tenant_acme.credentials WHERE name = 'source'`,
    );
    expect(row!.shown).not.toContain('visible');
  });

  test("a row copied to another tenant's schema does not open", async () => {
    await asSuperuser(`
      UPDATE tenant_globex.credentials SET (${columns}) =
        (SELECT ${columns} FROM tenant_acme.credentials WHERE name = 'source') WHERE name = 'target'`);
    await expect(pod.open(platform.tenant('globex'), 'target')).rejects.toEqual(unreadable);
  });

  test('a row copied to another name does not open', async () => {
    await asSuperuser(`
      UPDATE tenant_acme.credentials SET (${columns}) =
        (SELECT ${columns} FROM tenant_acme.credentials WHERE name = 'source') WHERE name = 'target'`);
    await expect(pod.open(platform.tenant('acme'), 'target')).rejects.toEqual(unreadable);
  });

  test('a row whose provider was changed does not open', async () => {
    await asSuperuser(`UPDATE tenant_acme.credentials SET provider = 'evil' WHERE name = 'source'`);
    await expect(pod.open(platform.tenant('acme'), 'source')).rejects.toEqual(unreadable);
  });

  test("another tenant's data key does not unwrap", async () => {
    const [victim, thief] = [platform.tenant('acme'), await platform.provision(`thief-${Date.now()}`)];
    await pod.seal(thief, 'own', 'secret');
    await asSuperuser(`
      UPDATE tenant_data_keys SET wrapped =
        (SELECT wrapped FROM tenant_data_keys WHERE tenant_id = '${victim.id}' ORDER BY version LIMIT 1)
      WHERE tenant_id = '${thief.id}'`);
    await expect(new VaultPod(database, keys).open(thief, 'own')).rejects.toEqual(unreadable);
  });

  test('a row that is put back in its place opens: the copy itself is not what fails', async () => {
    await asSuperuser(`
      CREATE TEMP TABLE copy AS SELECT * FROM tenant_acme.credentials WHERE name = 'source';
      UPDATE tenant_acme.credentials SET ciphertext = '\\x00' WHERE name = 'source';
      UPDATE tenant_acme.credentials SET (${columns}) = (SELECT ${columns} FROM copy) WHERE name = 'source'`);
    expect(await pod.open(platform.tenant('acme'), 'source')).toBe(secret);
  });

  test("the application's login reads no tenant's credentials by itself", async () => {
    const read = database.platform.query({ text: 'SELECT FROM pg_class WHERE relname = $1', values: ['x'] });
    await expect(read).resolves.toBeDefined();
    const login = { ...platform.logins.application };
    await expect(platform.postgres.query(login, 'SELECT * FROM tenant_acme.credentials')).rejects.toThrow(
      'permission denied',
    );
  });

  test("a tenant's role reads no data key", async () => {
    const query = runAsTenant(platform.tenant('acme'), () =>
      database.query({ text: 'SELECT * FROM public.tenant_data_keys' }),
    );
    await expect(query).rejects.toThrow('permission denied');
  });

  test("the application's login cannot destroy data keys", async () => {
    await expect(destroyDataKeys(database.platform, platform.tenant('acme').id)).rejects.toThrow(
      'permission denied',
    );
  });

  test('after its data keys are destroyed nothing of a tenant opens', async () => {
    const tenant = await platform.provision(`leaver-${Date.now()}`);
    await pod.seal(tenant, 'own', 'secret');
    const migrator = new TenantDatabase({ primaryUrl: platform.migratorUrl });
    expect(await destroyDataKeys(migrator.platform, tenant.id)).toBe(1);
    await migrator.close();
    await expect(new VaultPod(database, keys).open(tenant, 'own')).rejects.toEqual(unreadable);
  });
});
