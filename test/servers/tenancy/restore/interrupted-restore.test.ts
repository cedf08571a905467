import { exportOperation } from '../../../../tenancy/life/export/export-operation';
import type { AnyOperationKind } from '../../../../tenancy/life/operation';
import { OperationRunner } from '../../../../tenancy/life/operation-runner';
import { restoreOperation } from '../../../../tenancy/life/restore/restore-operation';
import { undoRestoreOperation } from '../../../../tenancy/life/restore/undo-restore-operation';
import { FolderStorage } from '../../../../tenancy/life/storage/folder-storage';
import { DataPlatform } from '../export/data-platform';
import { productMigrations } from '../export/product-schema';
import { type Interruption, interruptionsOf, runUntil } from '../life/interrupted-operation';

const shapeOnly = {
  bundles: new FolderStorage('/nowhere'),
  files: null,
  migrations: productMigrations,
} as const;
const cases = [exportOperation, restoreOperation, undoRestoreOperation].flatMap((make) => {
  const kind = make(shapeOnly);
  return interruptionsOf(kind).map((at) => ({ make, name: kind.kind, at, ...at }));
});

describe('a runner that is killed, and another that goes on', () => {
  let data: DataPlatform;
  let source: object;

  beforeAll(async () => {
    data = await DataPlatform.start(['acme']);
    const { prefix, sha256 } = await data.export('acme');
    source = { prefix, sha256 };
  });
  afterAll(() => data?.stop());

  async function interrupted(kind: AnyOperationKind, at: Interruption, input: object): Promise<unknown> {
    const { database } = data.platform;
    const tenantId = data.platform.tenant('acme').id;
    await data.life.requests.request({ kind: kind.kind, tenantId, input, requestedBy: 'test' });
    await runUntil(at, kind, database);
    const next = await new OperationRunner({ database, kinds: [kind] }).runNext(new AbortController().signal);
    expect(next).toMatchObject({ outcome: 'done', operation: { attempts: 2 } });
    return next?.outcome === 'done' ? next.result : null;
  }

  const schemas = (): Promise<readonly Record<string, unknown>[]> =>
    data.sql(`SELECT nspname FROM pg_namespace WHERE nspname LIKE 'tenant\\_acme%' ORDER BY 1`);

  it.each(cases)('ends as if nothing had happened: $name, $when $step', async ({ make, at, name }) => {
    const before = await data.digests('acme');
    const kind = make(data.options);
    if (name === 'export') {
      const result = await interrupted(kind, at, {});
      const { tables } = await data.manifest(result as { prefix: string });
      expect(tables).toEqual(before);
      return;
    }
    await data.as('acme', `UPDATE agents SET title = 'spoiled ' || random(); SELECT 1`);
    const spoiled = await data.digests('acme');
    if (name === 'restore') {
      await interrupted(kind, at, { source, retainDays: 0 });
      expect(await data.digests('acme')).toEqual(before);
    } else {
      await data.perform('restore', 'acme', { source });
      await interrupted(kind, at, {});
      expect(await data.digests('acme')).toEqual(spoiled);
      await data.perform('restore', 'acme', { source });
    }
    expect(await data.sql('SELECT count(*)::integer AS count FROM public.outbox')).toEqual([{ count: 3 }]);
    const kept = await data.sql('SELECT schema_name AS nspname FROM public.retained_schemas');
    expect(await schemas()).toHaveLength(1 + kept.length);
  });
});
