import { randomBytes } from 'node:crypto';
import type { TenantContext } from '../../../../tenancy/context/tenant-context';
import { LocalKeyService } from '../../../../tenancy/credentials/local-key-service';
import { TenantDatabase } from '../../../../tenancy/database/tenant-database';
import type { UnitsOfWork } from '../../../../tenancy/database/unit-of-work';
import { TenantPlatform } from '../support/tenant-platform';
import { VaultPod } from './vault-pods';

const keys = new LocalKeyService(randomBytes(32).toString('hex'));
let platform: TenantPlatform;
let database: TenantDatabase;
let made = 0;

beforeAll(async () => {
  platform = await TenantPlatform.start();
  database = new TenantDatabase({ primaryUrl: platform.applicationUrl });
});
afterAll(async () => {
  await database?.close();
  await platform?.stop();
});

const names = Array.from({ length: 12 }, (_, index) => `key-${String(index).padStart(2, '0')}`);

async function tenantWithCredentials(): Promise<TenantContext> {
  const tenant = await platform.provision(`rotated-${++made}`);
  const pod = new VaultPod(database, keys);
  for (const name of names) await pod.seal(tenant, name, `secret of ${name}`);
  return tenant;
}

const schemaOf = ({ slug }: TenantContext): string => `tenant_${slug.replaceAll('-', '_')}`;

async function versions(
  tenant: TenantContext,
): Promise<{ used: number[]; open: number[]; active: number[] }> {
  const [row] = await platform.postgres.asSuperuser(
    `SELECT (SELECT array_agg(DISTINCT key_version) FROM ${schemaOf(tenant)}.credentials) AS used,
            (SELECT array_agg(version) FROM ${schemaOf(tenant)}.credential_key_versions) AS open,
            (SELECT array_agg(version) FROM tenant_data_keys
             WHERE tenant_id = '${tenant.id}' AND retired_at IS NULL) AS active`,
    'app',
  );
  return row as Awaited<ReturnType<typeof versions>>;
}

test('every credential is sealed with the new version, and the old one is retired', async () => {
  const tenant = await tenantWithCredentials();
  const result = await new VaultPod(database, keys).rotate(tenant);
  expect(result).toEqual({ version: 2, resealed: names.length, unreadable: [] });
  expect(await versions(tenant)).toEqual({ used: [2], open: [2], active: [2] });
});

test('every credential keeps its secret', async () => {
  const tenant = await tenantWithCredentials();
  await new VaultPod(database, keys).rotate(tenant);
  const pod = new VaultPod(database, keys);
  expect(await Promise.all(names.map((name) => pod.open(tenant, name)))).toEqual(
    names.map((name) => `secret of ${name}`),
  );
});

test('a pod that has not heard of the rotation seals with the new version', async () => {
  const tenant = await tenantWithCredentials();
  const behind = new VaultPod(database, keys);
  await behind.seal(tenant, 'before', 'secret');
  await new VaultPod(database, keys).rotate(tenant);
  await behind.seal(tenant, 'after', 'secret');
  expect((await versions(tenant)).used).toEqual([2]);
  expect(await behind.open(tenant, 'after')).toBe('secret');
});

test('three rotations while four pods read and write: nothing fails, nothing is lost', async () => {
  const tenant = await tenantWithCredentials();
  const failures: unknown[] = [];
  const written = new Map<string, string>();
  let isRotating = true;
  let operations = 0;
  const busy = Array.from({ length: 4 }, async (_, number) => {
    const pod = new VaultPod(database, keys);
    const own = names.filter((_, index) => index % 4 === number);
    for (let turn = 0; isRotating && failures.length === 0; turn++) {
      const name = own[turn % own.length]!;
      const secret = `${name} in turn ${turn}`;
      await pod.seal(tenant, name, secret).then(
        () => written.set(name, secret),
        (error) => failures.push(error),
      );
      await pod.open(tenant, name).then(
        (opened) => opened === secret || failures.push(`${name}: ${opened} instead of ${secret}`),
        (error) => failures.push(error),
      );
      operations += 2;
    }
  });
  const rotating = new VaultPod(database, keys);
  try {
    for (let round = 0; round < 3; round++) await rotating.rotate(tenant);
  } finally {
    isRotating = false;
    await Promise.all(busy);
  }
  expect(failures).toEqual([]);
  expect(operations).toBeGreaterThan(20);
  expect((await versions(tenant)).active).toEqual([4]);
  const fresh = new VaultPod(database, keys);
  for (const [name, secret] of written) expect(await fresh.open(tenant, name)).toBe(secret);
}, 60_000);

test('two rotations at one time leave every credential readable and one version active', async () => {
  const tenant = await tenantWithCredentials();
  const pods = [new VaultPod(database, keys), new VaultPod(database, keys)];
  await Promise.all(pods.map((pod) => pod.rotate(tenant)));
  const { active } = await versions(tenant);
  expect(active).toHaveLength(1);
  const fresh = new VaultPod(database, keys);
  for (const name of names) expect(await fresh.open(tenant, name)).toBe(`secret of ${name}`);
});

/** Units of work of a pod that dies at its n-th statement: before it is sent or after it was done. */
function dying(at: number, when: 'before' | 'after'): UnitsOfWork {
  let statements = 0;
  const counted = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const dies = ++statements === at;
    if (statements > at || (dies && when === 'before')) throw new Error('killed');
    const result = await work();
    if (dies) throw new Error('killed');
    return result;
  };
  return {
    query: (statement, options) => counted(() => database.query(statement, options)),
    transaction: (work, options) =>
      database.transaction(
        (transaction) => work({ query: (statement) => counted(() => transaction.query(statement)) }),
        options,
      ),
  };
}

test.each(['before', 'after'] as const)(
  'killed %s any of its statements, the next run finishes it',
  async (when) => {
    const tenant = await tenantWithCredentials();
    let version = 1;
    for (let at = 1; ; at++) {
      const outcome = await new VaultPod(database, keys, dying(at, when))
        .rotate(tenant)
        .catch((error: Error) => error);
      if (!(outcome instanceof Error)) break;
      expect(outcome.message).toBe('killed');
      const finished = await new VaultPod(database, keys).rotate(tenant);
      version += 1;
      expect(finished.version).toBe(version);
      expect(await versions(tenant)).toEqual({ used: [version], open: [version], active: [version] });
    }
    expect(version).toBeGreaterThan(names.length);
    const fresh = new VaultPod(database, keys);
    for (const name of names) expect(await fresh.open(tenant, name)).toBe(`secret of ${name}`);
  },
  60_000,
);

test('a credential that does not open is named, and keeps its version from being retired', async () => {
  const tenant = await tenantWithCredentials();
  await platform.postgres.asSuperuser(
    `UPDATE ${schemaOf(tenant)}.credentials SET provider = 'changed' WHERE name = 'key-03'`,
    'app',
  );
  const result = await new VaultPod(database, keys).rotate(tenant);
  expect(result).toEqual({ version: 2, resealed: names.length - 1, unreadable: ['key-03'] });
  expect((await versions(tenant)).active).toEqual(expect.arrayContaining([1, 2]));
});

test('a schema from before a rotation, put back, is read and written', async () => {
  const tenant = await tenantWithCredentials();
  const schema = schemaOf(tenant);
  const copy = (from: string, to: string): Promise<unknown> =>
    platform.postgres.asSuperuser(
      ['credential_key_versions', 'credentials']
        .map((table) => `INSERT INTO ${to}.${table} SELECT * FROM ${from}.${table}`)
        .join(';'),
      'app',
    );
  await platform.postgres.asSuperuser(
    `CREATE SCHEMA bundle_${made};
     CREATE TABLE bundle_${made}.credential_key_versions (LIKE ${schema}.credential_key_versions);
     CREATE TABLE bundle_${made}.credentials (LIKE ${schema}.credentials)`,
    'app',
  );
  await copy(schema, `bundle_${made}`);
  const pod = new VaultPod(database, keys);
  await pod.rotate(tenant);
  await platform.postgres.asSuperuser(
    `DELETE FROM ${schema}.credentials; DELETE FROM ${schema}.credential_key_versions`,
    'app',
  );
  await copy(`bundle_${made}`, schema);
  expect(await pod.open(tenant, 'key-00')).toBe('secret of key-00');
  await pod.seal(tenant, 'key-00', 'new secret');
  expect(await pod.open(tenant, 'key-00')).toBe('new secret');
});
