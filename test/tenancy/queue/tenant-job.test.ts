import { randomUUID } from 'node:crypto';
import { TenancyError } from '../../../tenancy/context/tenancy-error';
import type { TenantContext } from '../../../tenancy/context/tenant-context';
import { isRefusal, readTenantJob } from '../../../tenancy/queue/tenant-job';
import type { TenantRegistry } from '../../../tenancy/registry/tenant-record';

const acme: TenantContext = { id: randomUUID(), slug: 'acme', tier: 'free', region: 'us-east-1' };
const taskId = randomUUID();
const registered = (tenant: TenantContext) =>
  ({ activeById: async () => tenant }) as unknown as TenantRegistry;

test('a job’s tenant is the registry’s, whose tier may be newer', async () => {
  const upgraded: TenantContext = { ...acme, tier: 'growth' };
  await expect(
    readTenantJob({ id: taskId, data: { tenant: acme, taskId } }, registered(upgraded)),
  ).resolves.toEqual({ tenant: upgraded, taskId });
});

test('a job that holds more than a tenant and a task is refused', async () => {
  const data = { tenant: acme, taskId, role: 'admin' };
  await expect(readTenantJob({ id: taskId, data }, registered(acme))).rejects.toMatchObject({
    code: 'no-tenant',
  });
});

test('a job whose region is not the tenant’s is refused', async () => {
  const data = { tenant: { ...acme, region: 'eu-west-1' }, taskId };
  await expect(readTenantJob({ id: taskId, data }, registered(acme))).rejects.toMatchObject({
    code: 'tenant-mismatch',
  });
});

test.each([
  ['inactive-tenant', true],
  ['unknown-tenant', true],
  ['unavailable', false],
] as const)('%s is a refusal: %s', (code, expected) => {
  expect(isRefusal(new TenancyError(code, 'why'))).toBe(expected);
});
