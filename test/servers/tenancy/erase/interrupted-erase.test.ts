import type { TableDigest } from '../../../../tenancy/life/bundle/manifest';
import { certificatesOf, chainFaults } from '../../../../tenancy/life/erasure/certificate-chain';
import { eraseOperation } from '../../../../tenancy/life/erasure/erase-operation';
import { databaseTraces } from '../../../../tenancy/life/erasure/database-traces';
import { OperationRunner } from '../../../../tenancy/life/operation-runner';
import { FolderStorage } from '../../../../tenancy/life/storage/folder-storage';
import { noStores, retention } from '../export/data-platform';
import { interruptionsOf, runUntil } from '../life/interrupted-operation';
import { ErasePlatform } from './erase-platform';

const nowhere = new FolderStorage('/nowhere');
const shapeOnly = eraseOperation({ stores: noStores, bundles: nowhere, certificates: nowhere, retention });

describe('an erasure whose runner is killed', () => {
  let platform: ErasePlatform;
  let others: TableDigest[];

  beforeAll(async () => {
    platform = await ErasePlatform.start();
    await platform.tenant('globex');
    others = await platform.data.digests('globex');
  });
  afterAll(() => platform?.stop());

  it.each(interruptionsOf(shapeOnly).map((at) => ({ ...at, at })))(
    'is finished by another, $when $step',
    async ({ at, step, when }) => {
      const { data } = platform;
      const { database } = data.platform;
      const slug = `${when}-${step}`.toLowerCase();
      const { id: tenantId } = await platform.tenant(slug);
      const before = await data.digests(slug);
      const kind = eraseOperation(data.options);
      await platform.perform('export', slug);
      await data.life.requests.request({
        kind: 'erase',
        tenantId,
        input: { now: { reason: 'a test' } },
        requestedBy: 'test',
      });
      await runUntil(at, kind, database);
      const next = await new OperationRunner({ database, kinds: [kind] }).runNext(
        new AbortController().signal,
      );
      expect(next).toMatchObject({ outcome: 'done', operation: { attempts: 2 } });

      const traces = await databaseTraces(database, {
        id: tenantId,
        schema: `tenant_${slug.replaceAll('-', '_')}`,
      });
      expect(traces).toMatchObject({ tables: null, otherSchemas: [], hasRole: false, rows: { outbox: 0 } });
      expect(await platform.redis.keys(`tenant:${tenantId}:*`)).toEqual([]);
      const certificates = await certificatesOf(database, tenantId);
      expect(certificates.map(({ certificate }) => certificate.tables)).toEqual([before]);
      expect(await chainFaults(database)).toEqual([]);
      expect(await data.digests('globex')).toEqual(others);
    },
  );

  it('removes what was written while it ran', async () => {
    const { data } = platform;
    const { id } = await platform.tenant('busy');
    await platform.perform('export', 'busy');
    const kind = eraseOperation(data.options);
    await data.life.requests.request({
      kind: 'erase',
      tenantId: id,
      input: { now: { reason: 'a test' } },
      requestedBy: 'test',
    });
    await runUntil({ step: 'remove-rows', when: 'after' }, kind, data.platform.database);
    await platform.redis.set(`tenant:${id}:cache:late`, 'x');
    const { database } = data.platform;
    await new OperationRunner({ database, kinds: [kind] }).runNext(new AbortController().signal);
    expect(await platform.redis.keys(`tenant:${id}:*`)).toEqual([]);
  });

  it('says what is still there, and certifies nothing', async () => {
    const { data } = platform;
    const { id } = await platform.tenant('stubborn');
    const stubborn = { count: async () => 2, remove: async () => undefined };
    const life = data.lifeWith({ stores: { ...data.options.stores, workflows: stubborn } });
    await data.perform('export', 'stubborn', {}, life);
    await expect(data.perform('erase', 'stubborn', { now: { reason: 'a test' } }, life)).rejects.toThrow(
      'Something of the tenant is still there: Temporal workflows.',
    );
    expect(await certificatesOf(data.platform.database, id)).toEqual([]);
  });

  it('is tried again when Loki refused, and then certified', async () => {
    const { data } = platform;
    const { id } = await platform.tenant('logged');
    await platform.perform('export', 'logged');
    platform.loki.answer = { status: 500, body: 'compactor is not ready' };
    const erasing = platform.perform('erase', 'logged', { now: { reason: 'a test' } });
    await expect(erasing).rejects.toThrow('compactor is not ready');
    platform.loki.answer = { status: 204, body: '' };
    const [failed] = await data.sql(
      `SELECT id FROM public.tenant_operations WHERE tenant_id = $1 AND state = 'failed'`,
      [id],
    );
    await platform.life.retry(String(failed?.id));
    expect(await certificatesOf(data.platform.database, id)).toHaveLength(1);
  });
});
