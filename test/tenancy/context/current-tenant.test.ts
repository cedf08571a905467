import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  bindEmitter,
  currentTenant,
  hasTenant,
  runAsTenant,
  runOutsideTenants,
} from '../../../tenancy/context/current-tenant';
import { acme, globex } from './listed-tenants';

test('without a tenant the call fails with a code', () => {
  expect(() => currentTenant()).toThrow(expect.objectContaining({ code: 'no-tenant' }));
});

test('work knows its tenant', () => {
  expect(runAsTenant(acme, () => currentTenant().slug)).toBe('acme-corp');
});

test('work keeps its tenant after it has waited', async () => {
  const slug = await runAsTenant(acme, async () => {
    await sleep(1);
    return currentTenant().slug;
  });
  expect(slug).toBe('acme-corp');
});

test('work of two tenants at the same time stays apart', async () => {
  const slugOf = (tenant: typeof acme) =>
    runAsTenant(tenant, async () => {
      await sleep(1);
      return currentTenant().slug;
    });
  expect(await Promise.all([slugOf(acme), slugOf(globex), slugOf(acme)])).toEqual([
    'acme-corp',
    'globex',
    'acme-corp',
  ]);
});

test('work of one tenant cannot start work of another', () => {
  expect(() => runAsTenant(acme, () => runAsTenant(globex, () => 'leak'))).toThrow(
    expect.objectContaining({ code: 'tenant-mismatch' }),
  );
});

test("work cannot take another tenant's schema under its own id", () => {
  expect(() => runAsTenant(acme, () => runAsTenant({ ...acme, slug: 'globex' }, () => 'leak'))).toThrow(
    expect.objectContaining({ code: 'tenant-mismatch' }),
  );
});

test('work of a tenant can start more work of the same', () => {
  expect(runAsTenant(acme, () => runAsTenant({ ...acme }, () => currentTenant().id))).toBe(acme.id);
});

test('the tenant is gone after its work', () => {
  runAsTenant(acme, () => undefined);
  expect(hasTenant()).toBe(false);
});

test('an error in the work leaves no tenant behind', () => {
  expect(() =>
    runAsTenant(acme, () => {
      throw new Error('broken');
    }),
  ).toThrow('broken');
  expect(hasTenant()).toBe(false);
});

test('what outlives a request runs without its tenant', () => {
  expect(runAsTenant(acme, () => runOutsideTenants(hasTenant))).toBe(false);
});

test('a timer that is started without the tenant stays without it', async () => {
  const seen = await runAsTenant(acme, () => runOutsideTenants(() => sleep(1).then(hasTenant)));
  expect(seen).toBe(false);
});

test('listeners of a bound emitter run for its tenant', () => {
  const emitter = new EventEmitter();
  bindEmitter(emitter, acme);
  const seen: string[] = [];
  emitter.on('data', () => seen.push(currentTenant().slug));
  emitter.emit('data');
  expect(seen).toEqual(['acme-corp']);
});

test('listeners of a bound emitter run for its tenant when work of another emits', () => {
  const emitter = new EventEmitter();
  bindEmitter(emitter, acme);
  const seen: string[] = [];
  emitter.on('data', () => seen.push(currentTenant().slug));
  runAsTenant(globex, () => emitter.emit('data'));
  expect(seen).toEqual(['acme-corp']);
});
