import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { escapeIdentifier } from 'pg';
import type { TenantContext } from '../../../../tenancy/context/tenant-context';
import { tenantSchemaName } from '../../../../tenancy/database/identifiers';
import type { Manifest, TableDigest } from '../../../../tenancy/life/bundle/manifest';
import { openManifest } from '../../../../tenancy/life/bundle/manifest';
import { tableDigests } from '../../../../tenancy/life/bundle/table-rows';
import { eraseOperation, type EraseOptions } from '../../../../tenancy/life/erasure/erase-operation';
import { offboardOperation } from '../../../../tenancy/life/erasure/offboard-operation';
import type { TenantStores } from '../../../../tenancy/life/erasure/tenant-store';
import { type BundleReference, exportOperation } from '../../../../tenancy/life/export/export-operation';
import type { AnyOperationKind, OperationRecord } from '../../../../tenancy/life/operation';
import { restoreOperation, type RestoreOptions } from '../../../../tenancy/life/restore/restore-operation';
import { undoRestoreOperation } from '../../../../tenancy/life/restore/undo-restore-operation';
import { FolderStorage } from '../../../../tenancy/life/storage/folder-storage';
import { readText } from '../../../../tenancy/life/storage/object-storage';
import { TenantLife } from '../../../../tenancy/life/tenant-life';
import { TenantPlatform, type TenantPlatformOptions } from '../support/tenant-platform';
import { productMigrations, productRows } from './product-schema';

export const noStores: TenantStores = {
  workflows: { absent: 'No Temporal here.' },
  queue: { absent: 'No queue here.' },
  redis: { absent: 'No Redis here.' },
  volatileRedis: { absent: 'No second Redis here.' },
  files: { absent: 'No files here.' },
  logs: { absent: 'No Loki is configured.' },
};

export const retention = {
  pointInTimeDays: 7,
  weeklyRetentionDays: 90,
  exportRetentionDays: 60,
  logExpireAfterDays: 365,
} as const;

export type DataOptions = RestoreOptions & EraseOptions;

export const dataOperations = (options: DataOptions): readonly AnyOperationKind[] => [
  exportOperation(options),
  offboardOperation,
  eraseOperation(options),
  restoreOperation(options),
  undoRestoreOperation(options),
];

/** A platform whose tenants have rows, and whose bundles go to a folder. */
export class DataPlatform {
  private constructor(
    readonly platform: TenantPlatform,
    readonly folder: string,
    readonly options: DataOptions,
    readonly life: TenantLife,
  ) {}

  static async start(
    slugs: readonly string[],
    changes: Partial<DataOptions> = {},
    platformOptions: TenantPlatformOptions = {},
  ): Promise<DataPlatform> {
    const folder = mkdtempSync(join(tmpdir(), 'bundles-'));
    const options: DataOptions = {
      bundles: new FolderStorage(join(folder, 'bundles')),
      certificates: new FolderStorage(join(folder, 'certificates')),
      files: null,
      migrations: productMigrations,
      stores: noStores,
      retention,
      settleSeconds: 0,
      ...changes,
    };
    const { migrations } = options;
    const platform = await TenantPlatform.start({ migrations, ...platformOptions });
    const life = new TenantLife({ database: platform.database, migrations, kinds: dataOperations(options) });
    const started = new DataPlatform(platform, folder, options, life);
    for (const slug of slugs) await started.tenantWithRows(slug);
    return started;
  }

  /** The same database seen by a process with other options, such as a later version's. */
  lifeWith(changes: Partial<DataOptions>): TenantLife {
    const options = { ...this.options, ...changes };
    const { migrations } = options;
    return new TenantLife({ database: this.platform.database, migrations, kinds: dataOperations(options) });
  }

  async tenantWithRows(slug: string): Promise<TenantContext> {
    const tenant = await this.platform.provision(slug);
    await this.as(slug, `${productRows(slug)} SELECT 1 AS one`);
    await this.platform.database.session((client) =>
      client.query(
        `INSERT INTO public.outbox (task_id, tenant_id, role_name, kind)
         SELECT id, $1, $2, kind FROM ${tenantSchemaName(slug)}.tasks WHERE state = 'accepted'`,
        [tenant.id, tenantSchemaName(slug)],
      ),
    );
    await this.platform.database.query({
      text: `INSERT INTO public.tenant_data_keys (tenant_id, version, master_key, wrapped) VALUES ($1, 1, 'local:1', '\\xabcd')`,
      values: [tenant.id],
    });
    return tenant;
  }

  /** Runs SQL in the tenant's schema as the migrator; answers the rows of the last statement. */
  async as(slug: string, sql: string): Promise<Record<string, unknown>[]> {
    return this.platform.database.session(async (client) => {
      const name = escapeIdentifier(tenantSchemaName(slug));
      const results: unknown = await client.query(`SET search_path TO ${name}; ${sql}; RESET search_path`);
      return (results as { rows: Record<string, unknown>[] }[]).at(-2)?.rows ?? [];
    });
  }

  digests(slug: string): Promise<TableDigest[]> {
    return tableDigests(this.platform.database, tenantSchemaName(slug));
  }

  perform(kind: string, slug: string, input: object = {}, life = this.life): Promise<OperationRecord> {
    const tenantId = this.platform.tenant(slug).id;
    return life.perform({ kind, tenantId, input, requestedBy: 'test' });
  }

  async export(slug: string, input: object = {}): Promise<BundleReference & { readonly folder: string }> {
    const { result } = await this.perform('export', slug, input);
    const reference = result as BundleReference;
    return { ...reference, folder: join(this.folder, 'bundles', reference.prefix) };
  }

  async manifest({ prefix }: Pick<BundleReference, 'prefix'>): Promise<Manifest> {
    const text = await readText(this.options.bundles, `${prefix}manifest.json`);
    return openManifest(text ?? '').manifest;
  }

  async sql(text: string, values: readonly unknown[] = []): Promise<readonly Record<string, unknown>[]> {
    return (await this.platform.database.query<Record<string, unknown>>({ text, values })).rows;
  }

  async stop(): Promise<void> {
    await this.platform.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
