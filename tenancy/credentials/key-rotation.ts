import { currentTenant } from '../context/current-tenant';
import { TenancyError } from '../context/tenancy-error';
import type { TenantTransaction, UnitsOfWork } from '../database/unit-of-work';
import type { DataKeys } from './data-keys';
import { isForeignKeyViolation } from './foreign-key-violation';
import { openCredential, sealCredential } from './sealed-credential';

export interface KeyRotationOptions {
  readonly database: UnitsOfWork;
  readonly dataKeys: DataKeys;
  /** Credentials sealed anew in one transaction. Default 100. */
  readonly batchSize?: number;
}

export interface KeyRotationResult {
  /** The version that seals from now on. */
  readonly version: number;
  readonly resealed: number;
  /** Names of credentials that did not open. They keep their version, which then is not retired. */
  readonly unreadable: readonly string[];
}

interface SealedRow {
  readonly name: string;
  readonly provider: string;
  readonly key_version: number;
  readonly nonce: Buffer;
  readonly ciphertext: Buffer;
}

/** Only what was on its way when the new version was entered can still come in with an old one: one more round. */
const mostRounds = 5;

/**
 * Gives the current tenant a new data key while its credentials are read and written: a new version is made, what is
 * written uses it, what was written before is sealed anew in batches, and the old versions are retired. Interrupted at
 * any point, the next `rotate` goes on with it and makes no further version.
 */
export class KeyRotation {
  private readonly database: UnitsOfWork;
  private readonly dataKeys: DataKeys;
  private readonly batchSize: number;

  constructor({ database, dataKeys, batchSize = 100 }: KeyRotationOptions) {
    this.database = database;
    this.dataKeys = dataKeys;
    this.batchSize = batchSize;
  }

  async rotate(): Promise<KeyRotationResult> {
    const tenantId = currentTenant().id;
    const version = await this.newVersion(tenantId);
    await this.database.query({
      text: 'INSERT INTO credential_key_versions (version) VALUES ($1) ON CONFLICT DO NOTHING',
      values: [version],
    });
    let resealed = 0;
    for (let round = 0; round < mostRounds; round++) {
      const outcome = await this.resealAll(tenantId, version);
      resealed += outcome.resealed;
      if (outcome.unreadable.length > 0) return { version, resealed, unreadable: outcome.unreadable };
      if (await this.closeOlder(version)) {
        await this.dataKeys.retireBefore(tenantId, version);
        return { version, resealed, unreadable: [] };
      }
    }
    throw new TenancyError('conflict', 'Credentials still come in with an old key: rotate again.');
  }

  /** More than one version that is not retired: a rotation is on its way. */
  private async newVersion(tenantId: string): Promise<number> {
    const versions = await this.dataKeys.versions(tenantId);
    const [newest] = versions;
    const unfinished = versions.filter(({ retired }) => !retired).length > 1;
    if (newest && unfinished) return newest.version;
    return this.dataKeys.make(tenantId, (newest?.version ?? 0) + 1);
  }

  private async resealAll(
    tenantId: string,
    version: number,
  ): Promise<Pick<KeyRotationResult, 'resealed' | 'unreadable'>> {
    const unreadable: string[] = [];
    let resealed = 0;
    let last = '';
    for (;;) {
      const rows = await this.database.transaction(async (transaction) => {
        const { rows } = await transaction.query<SealedRow & Record<string, unknown>>({
          text: `SELECT name, provider, key_version, nonce, ciphertext FROM credentials
                 WHERE key_version < $1 AND name > $2 ORDER BY name LIMIT $3 FOR UPDATE`,
          values: [version, last, this.batchSize],
        });
        for (const row of rows) {
          if (await this.reseal(transaction, tenantId, row, version)) resealed += 1;
          else unreadable.push(row.name);
        }
        return rows;
      });
      if (rows.length < this.batchSize) return { resealed, unreadable };
      last = rows[rows.length - 1]!.name;
    }
  }

  private async reseal(
    transaction: TenantTransaction,
    tenantId: string,
    row: SealedRow,
    version: number,
  ): Promise<boolean> {
    const { name, provider, key_version: keyVersion } = row;
    const place = { tenantId, name, provider, keyVersion };
    try {
      const secret = await this.dataKeys.use(tenantId, keyVersion, (key) => openCredential(key, row, place));
      const box = await this.dataKeys.use(tenantId, version, (key) =>
        sealCredential(key, secret, { ...place, keyVersion: version }),
      );
      await transaction.query({
        text: 'UPDATE credentials SET key_version = $2, nonce = $3, ciphertext = $4 WHERE name = $1',
        values: [name, version, box.nonce, box.ciphertext],
      });
      return true;
    } catch (error) {
      if (error instanceof TenancyError && error.code === 'unreadable-credential') return false;
      throw error;
    }
  }

  /** False when somebody has just written with an older version. */
  private async closeOlder(version: number): Promise<boolean> {
    try {
      await this.database.query({
        text: 'DELETE FROM credential_key_versions WHERE version < $1',
        values: [version],
      });
      return true;
    } catch (error) {
      if (isForeignKeyViolation(error)) return false;
      throw error;
    }
  }
}
