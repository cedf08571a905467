import type { PlatformQueries } from '../database/unit-of-work';
import type { KeyRing } from './key-ring';

export interface MasterKeyChange {
  readonly platform: PlatformQueries;
  /** Its present master key is the new one; the old one is among the older. */
  readonly keys: KeyRing;
  /** Called after each tenant's key version. */
  readonly onProgress?: (done: number) => void;
}

export interface MasterKeyChangeResult {
  readonly rewrapped: number;
  /** Key versions that stayed as they were, each with the reason. Empty: the old master key may go. */
  readonly failed: readonly {
    readonly tenantId: string;
    readonly version: number;
    readonly reason: string;
  }[];
}

interface WrappedRow {
  readonly tenant_id: string;
  readonly version: number;
  readonly master_key: string;
  readonly wrapped: Buffer;
}

const pageSize = 100;

/**
 * Wraps every tenant's data keys, retired ones too, with the master key that is used now. Credentials stay as they are,
 * and pods that know both master keys go on reading and writing. A run that was interrupted is simply run again; one
 * key's failure stops no other.
 */
export async function changeMasterKey({
  platform,
  keys,
  onProgress,
}: MasterKeyChange): Promise<MasterKeyChangeResult> {
  const failed: MasterKeyChangeResult['failed'][number][] = [];
  let rewrapped = 0;
  let last: Pick<WrappedRow, 'tenant_id' | 'version'> = {
    tenant_id: '00000000-0000-0000-0000-000000000000',
    version: 0,
  };
  for (;;) {
    const { rows } = await platform.query<WrappedRow & Record<string, unknown>>({
      text: `SELECT tenant_id, version, master_key, wrapped FROM public.tenant_data_keys
             WHERE master_key <> $1 AND (tenant_id, version) > ($2, $3)
             ORDER BY tenant_id, version LIMIT $4`,
      values: [keys.masterKey, last.tenant_id, last.version, pageSize],
    });
    for (const row of rows) {
      try {
        await rewrap(platform, keys, row);
        rewrapped += 1;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        failed.push({ tenantId: row.tenant_id, version: row.version, reason });
      }
      onProgress?.(rewrapped + failed.length);
    }
    if (rows.length < pageSize) return { rewrapped, failed };
    last = rows[rows.length - 1]!;
  }
}

/** The new wrapping is opened before it takes the old one's place: there is no other copy of the key. */
async function rewrap(platform: PlatformQueries, keys: KeyRing, row: WrappedRow): Promise<void> {
  const old = { masterKey: row.master_key, bytes: row.wrapped };
  const fresh = await keys.rewrap(old, row.tenant_id);
  const [before, after] = [await keys.unwrap(old, row.tenant_id), await keys.unwrap(fresh, row.tenant_id)];
  const same = before.equals(after);
  before.fill(0);
  after.fill(0);
  if (!same) throw new Error('The new wrapping holds another key; nothing was changed.');
  await platform.query({
    text: `UPDATE public.tenant_data_keys SET master_key = $4, wrapped = $5
           WHERE tenant_id = $1 AND version = $2 AND wrapped = $3`,
    values: [row.tenant_id, row.version, row.wrapped, fresh.masterKey, fresh.bytes],
  });
}
