import type { Redis } from 'ioredis';
import { eraseOperation } from '@platform/tenancy/life/erasure/erase-operation';
import { offboardOperation } from '@platform/tenancy/life/erasure/offboard-operation';
import { exportOperation } from '@platform/tenancy/life/export/export-operation';
import type { AnyOperationKind } from '@platform/tenancy/life/operation';
import { restoreOperation } from '@platform/tenancy/life/restore/restore-operation';
import { undoRestoreOperation } from '@platform/tenancy/life/restore/undo-restore-operation';
import { tenantMigrations } from '../schema/application-migrations';
import type { Settings } from '../settings';
import { log } from '../telemetry/log';
import { bundleStorage, certificateStorage } from './tenant-storage';
import type { TemporalAccess } from './temporal-access';
import { tenantStores } from './tenant-stores';

export interface TenantDataParts {
  readonly settings: Settings;
  readonly redis: Redis;
  readonly volatileRedis: Redis;
  readonly temporal: TemporalAccess;
}

/** Operations on a tenant's data as a whole. What cannot be done in this environment is logged, and waits when asked for. */
export async function tenantDataKinds(parts: TenantDataParts): Promise<AnyOperationKind[]> {
  const { settings } = parts;
  const bundles = await bundleStorage(settings);
  const certificates = await certificateStorage(settings);
  if (!bundles || !certificates) {
    log.warn('tenants cannot be exported, restored or erased: set EXPORTS_BUCKET or EXPORTS_FOLDER');
    return [offboardOperation];
  }
  const options = { bundles, files: null, migrations: tenantMigrations };
  const kinds = [
    offboardOperation,
    exportOperation(options),
    restoreOperation(options),
    undoRestoreOperation(options),
  ];
  const { backupRetention: retention } = settings;
  if (!retention) {
    log.warn(
      'tenants cannot be erased: set POINT_IN_TIME_DAYS, WEEKLY_BACKUP_DAYS, EXPORT_DAYS and LOG_DAYS',
    );
    return kinds;
  }
  return [...kinds, eraseOperation({ bundles, certificates, retention, stores: tenantStores(parts) })];
}
