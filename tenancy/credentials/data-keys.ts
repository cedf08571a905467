import { TenancyError } from '../context/tenancy-error';
import type { PlatformQueries } from '../database/unit-of-work';
import { DataKeyCache, type DataKeyCacheOptions } from './data-key-cache';
import type { KeyService } from './key-service';

export interface DataKeysOptions extends DataKeyCacheOptions {
  readonly platform: PlatformQueries;
  readonly keys: KeyService;
}

/** A version of a tenant's data key, as stored in `public.tenant_data_keys`. */
export interface DataKeyVersion {
  readonly version: number;
  readonly retired: boolean;
}

interface DataKeyRow {
  readonly version: number;
  readonly master_key: string;
  readonly wrapped: Buffer;
  readonly retired_at: Date | null;
}

const newestCacheSeconds = 300;

/** Data keys of tenants: several versions each, wrapped in the database, unwrapped in memory for minutes. */
export class DataKeys {
  private readonly cache: DataKeyCache;
  private readonly newestVersions = new Map<string, { readonly version: number; readonly until: number }>();
  private readonly platform: PlatformQueries;
  private readonly keys: KeyService;

  constructor(options: DataKeysOptions) {
    this.platform = options.platform;
    this.keys = options.keys;
    this.cache = new DataKeyCache(options);
  }

  /** Version to seal with; the tenant's first one is made here. Up to 5 minutes old. */
  async newest(tenantId: string): Promise<number> {
    const known = this.newestVersions.get(tenantId);
    if (known && known.until > Date.now()) return known.version;
    const version = (await this.versions(tenantId))[0]?.version ?? (await this.make(tenantId, 1));
    if (this.newestVersions.size >= 10_000) this.newestVersions.clear();
    this.newestVersions.set(tenantId, { version, until: Date.now() + newestCacheSeconds * 1000 });
    return version;
  }

  /** Asks the database for the newest version next time. */
  forgetNewest(tenantId: string): void {
    this.newestVersions.delete(tenantId);
  }

  /** All versions, the newest first. */
  async versions(tenantId: string): Promise<DataKeyVersion[]> {
    const { rows } = await this.platform.query<Pick<DataKeyRow, 'version' | 'retired_at'>>({
      text: 'SELECT version, retired_at FROM public.tenant_data_keys WHERE tenant_id = $1 ORDER BY version DESC',
      values: [tenantId],
    });
    return rows.map(({ version, retired_at }) => ({ version, retired: retired_at !== null }));
  }

  /** Makes a version. When somebody else just made it, theirs stands. */
  async make(tenantId: string, version: number): Promise<number> {
    const { dataKey, wrapped } = await this.keys.generate(tenantId);
    dataKey.fill(0);
    await this.platform.query({
      text: `INSERT INTO public.tenant_data_keys (tenant_id, version, master_key, wrapped)
             VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
      values: [tenantId, version, wrapped.masterKey, wrapped.bytes],
    });
    this.forgetNewest(tenantId);
    return version;
  }

  async retireBefore(tenantId: string, version: number): Promise<void> {
    await this.platform.query({
      text: `UPDATE public.tenant_data_keys SET retired_at = now()
             WHERE tenant_id = $1 AND version < $2 AND retired_at IS NULL`,
      values: [tenantId, version],
    });
  }

  /** Runs `work` on the unwrapped key, which it must not keep. */
  use<Result>(tenantId: string, version: number, work: (key: Buffer) => Result): Promise<Result> {
    return this.cache.use(`${tenantId}:${version}`, () => this.unwrap(tenantId, version), work);
  }

  /** Overwrites the keys in memory. */
  close(): void {
    this.cache.clear();
  }

  private async unwrap(tenantId: string, version: number): Promise<Buffer> {
    const { rows } = await this.platform.query<DataKeyRow>({
      text: 'SELECT master_key, wrapped FROM public.tenant_data_keys WHERE tenant_id = $1 AND version = $2',
      values: [tenantId, version],
    });
    const [row] = rows;
    if (!row) {
      throw new TenancyError('unreadable-credential', `Version ${version} of the tenant's data key is gone.`);
    }
    return this.keys.unwrap({ masterKey: row.master_key, bytes: row.wrapped }, tenantId);
  }
}

/**
 * Deletes a tenant's data keys, after which none of its credentials can be opened, in no copy of its schema; backups of
 * the whole database still hold the wrapped keys until they expire. Needs the migrator's rights. Answers how many.
 * Pods may still hold an unwrapped key for 5 minutes.
 */
export async function destroyDataKeys(
  queries: Pick<PlatformQueries, 'query'>,
  tenantId: string,
): Promise<number> {
  const { rowCount } = await queries.query({
    text: 'DELETE FROM public.tenant_data_keys WHERE tenant_id = $1',
    values: [tenantId],
  });
  return rowCount;
}
