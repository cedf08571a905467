import { randomBytes } from 'node:crypto';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { changeMasterKey } from '../../../../tenancy/credentials/change-master-key';
import { KeyRing } from '../../../../tenancy/credentials/key-ring';
import { KmsKeyService } from '../../../../tenancy/credentials/kms-key-service';
import { LocalKeyService } from '../../../../tenancy/credentials/local-key-service';
import { TenantDatabase } from '../../../../tenancy/database/tenant-database';
import { type Emulator, startMoto } from '../../../../servers/moto/moto-server';
import { TenantPlatform } from '../support/tenant-platform';
import { VaultPod } from './vault-pods';

const tenantId = '11111111-1111-4111-8111-111111111111';
const otherId = '22222222-2222-4222-8222-222222222222';
const unreadable = expect.objectContaining({ code: 'unreadable-credential' });
let emulator: Emulator;
let client: KMSClient;

beforeAll(async () => {
  emulator = await startMoto();
  client = new KMSClient({
    endpoint: emulator.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'emulated', secretAccessKey: 'emulated' },
  });
}, 120_000);
afterAll(() => {
  client?.destroy();
  emulator?.stop();
});

async function newService(): Promise<KmsKeyService> {
  const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
  return new KmsKeyService(KeyMetadata!.Arn!, client);
}

test('a data key of KMS opens for its tenant', async () => {
  const service = await newService();
  const { dataKey, wrapped } = await service.generate(tenantId);
  expect(dataKey).toHaveLength(32);
  expect(await service.unwrap(wrapped, tenantId)).toEqual(dataKey);
});

test('it does not open for another tenant', async () => {
  const service = await newService();
  const { wrapped } = await service.generate(tenantId);
  await expect(service.unwrap(wrapped, otherId)).rejects.toEqual(unreadable);
});

test('it does not open with another key', async () => {
  const [service, other] = [await newService(), await newService()];
  const { wrapped } = await service.generate(tenantId);
  await expect(other.unwrap(wrapped, tenantId)).rejects.toEqual(unreadable);
});

test('it moves to another key inside KMS, bound to its tenant still', async () => {
  const [old, present] = [await newService(), await newService()];
  const { dataKey, wrapped } = await old.generate(tenantId);
  const moved = await new KeyRing(present, [old]).rewrap(wrapped, tenantId);
  expect(await present.unwrap(moved, tenantId)).toEqual(dataKey);
  await expect(present.unwrap(moved, otherId)).rejects.toEqual(unreadable);
});

test('an outage is not mistaken for a wrong tenant', async () => {
  const away = new KMSClient({
    endpoint: 'http://127.0.0.1:1',
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'emulated', secretAccessKey: 'emulated' },
  });
  const service = new KmsKeyService('arn:aws:kms:us-east-1:123456789012:key/mrk-1', away);
  const opening = service.unwrap({ masterKey: service.masterKey, bytes: Buffer.from('x') }, tenantId);
  await expect(opening).rejects.not.toMatchObject({ code: 'unreadable-credential' });
  away.destroy();
});

test('a replica in another region is the same master key', () => {
  const arn = (region: string): string => `arn:aws:kms:${region}:123456789012:key/mrk-1234`;
  expect(new KmsKeyService(arn('us-west-2'), client).masterKey).toBe(
    new KmsKeyService(arn('us-east-1'), client).masterKey,
  );
});

test('an alias is refused', () => {
  expect(() => new KmsKeyService('alias/production/tenants', client)).toThrow('ARN of a KMS key');
});

test('a platform moves from a local master key to KMS, and to another key there', async () => {
  const platform = await TenantPlatform.start({ tenants: ['acme', 'globex'] });
  const database = new TenantDatabase({ primaryUrl: platform.applicationUrl });
  try {
    const services = [
      new LocalKeyService(randomBytes(32).toString('hex')),
      await newService(),
      await newService(),
    ];
    const [acme, globex] = [platform.tenant('acme'), platform.tenant('globex')];
    await new VaultPod(database, services[0]!).seal(acme, 'own', 'of acme');
    for (const [index, service] of services.entries()) {
      if (index === 0) continue;
      const keys = new KeyRing(service, [services[index - 1]!]);
      expect((await changeMasterKey({ platform: database.platform, keys })).failed).toEqual([]);
      expect(await new VaultPod(database, service).open(acme, 'own')).toBe('of acme');
    }
    await new VaultPod(database, services[2]!).seal(globex, 'own', 'of globex');
    expect(await new VaultPod(database, services[2]!).open(globex, 'own')).toBe('of globex');
  } finally {
    await database.close();
    await platform.stop();
  }
}, 60_000);
