import { randomBytes } from 'node:crypto';
import { KeyRing } from '../../../tenancy/credentials/key-ring';
import { LocalKeyService } from '../../../tenancy/credentials/local-key-service';

const tenantId = '11111111-1111-4111-8111-111111111111';
const hex = (): string => randomBytes(32).toString('hex');
const unreadable = expect.objectContaining({ code: 'unreadable-credential' });

test('a wrapped data key opens for its tenant', async () => {
  const service = new LocalKeyService(hex());
  const { dataKey, wrapped } = await service.generate(tenantId);
  expect(await service.unwrap(wrapped, tenantId)).toEqual(dataKey);
});

test('it does not open for another tenant', async () => {
  const service = new LocalKeyService(hex());
  const { wrapped } = await service.generate(tenantId);
  await expect(service.unwrap(wrapped, '22222222-2222-4222-8222-222222222222')).rejects.toEqual(unreadable);
});

test('the data key is not in what is stored', async () => {
  const { dataKey, wrapped } = await new LocalKeyService(hex()).generate(tenantId);
  expect(wrapped.bytes.includes(dataKey)).toBe(false);
});

test('the name of a master key does not give it away, and is the same in every process', () => {
  const key = hex();
  expect(new LocalKeyService(key).masterKey).toBe(new LocalKeyService(key).masterKey);
  expect(key).not.toContain(new LocalKeyService(key).masterKey.slice('local:'.length));
});

test.each(['', 'zz'.repeat(32), 'ab'.repeat(31), `${'ab'.repeat(32)}\n`])('refuses %j as a key', (key) => {
  expect(() => new LocalKeyService(key)).toThrow('64 hexadecimal digits');
});

test('a ring opens what an older key wrapped, and wraps with the present one', async () => {
  const [old, present] = [new LocalKeyService(hex()), new LocalKeyService(hex())];
  const ring = new KeyRing(present, [old]);
  const { dataKey, wrapped } = await old.generate(tenantId);
  expect(await ring.unwrap(wrapped, tenantId)).toEqual(dataKey);
  const rewrapped = await ring.rewrap(wrapped, tenantId);
  expect(rewrapped.masterKey).toBe(present.masterKey);
  expect(await present.unwrap(rewrapped, tenantId)).toEqual(dataKey);
});

test('a ring says which master key it lacks', async () => {
  const [old, present] = [new LocalKeyService(hex()), new LocalKeyService(hex())];
  const { wrapped } = await old.generate(tenantId);
  await expect(new KeyRing(present).unwrap(wrapped, tenantId)).rejects.toThrow(old.masterKey);
});
