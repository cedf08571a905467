import { currentTenant } from '../context/current-tenant';
import { TenancyError } from '../context/tenancy-error';
import type { UnitsOfWork } from '../database/unit-of-work';
import { Secret } from '../logging/secret';
import type { DataKeys } from './data-keys';
import { isForeignKeyViolation } from './foreign-key-violation';
import { openCredential, sealCredential } from './sealed-credential';

/** What may be shown of a credential. */
export interface CredentialSummary {
  readonly name: string;
  readonly provider: string;
  /** Of the secret, to recognize it by; null for one of less than 20 characters. */
  readonly lastFour: string | null;
  readonly createdAt: Date;
  /** When its secret was last set. */
  readonly replacedAt: Date;
}

export interface CredentialVaultOptions {
  readonly database: UnitsOfWork;
  readonly dataKeys: DataKeys;
}

interface SealedRow {
  readonly provider: string;
  readonly key_version: number;
  readonly nonce: Buffer;
  readonly ciphertext: Buffer;
}

const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const secretBytes = 16_384;
const shortestWithHint = 20;

/**
 * Credentials of the current tenant, such as its keys at model providers, encrypted with the tenant's data key. Each
 * method throws `no-tenant` outside of one.
 */
export class CredentialVault {
  private readonly database: UnitsOfWork;
  private readonly dataKeys: DataKeys;

  constructor({ database, dataKeys }: CredentialVaultOptions) {
    this.database = database;
    this.dataKeys = dataKeys;
  }

  /**
   * Stores a secret (1 byte to 16 KiB) under a name, in place of the one that was there. `name` and `provider` (default:
   * the name) are up to 100 letters, digits, dots, hyphens and underscores.
   */
  async seal(name: string, secret: Secret | string, { provider = name } = {}): Promise<void> {
    const tenantId = currentTenant().id;
    const value = typeof secret === 'string' ? secret : secret.reveal();
    assertStorable(name, provider, value);
    for (let tries = 1; ; tries++) {
      const keyVersion = await this.dataKeys.newest(tenantId);
      const place = { tenantId, name, provider, keyVersion };
      const box = await this.dataKeys.use(tenantId, keyVersion, (key) => sealCredential(key, value, place));
      const values = [name, provider, keyVersion, box.nonce, box.ciphertext, lastFour(value)];
      if (await this.store(values)) return;
      if (tries === 3) throw new TenancyError('conflict', 'The data key is being rotated: seal it again.');
      await this.learnNewest(tenantId, keyVersion);
    }
  }

  /** Throws `unknown-credential`, or `unreadable-credential` when the row was not sealed for this place. */
  async open(name: string): Promise<Secret> {
    const tenantId = currentTenant().id;
    const { rows } = await this.database.query<SealedRow>({
      text: 'SELECT provider, key_version, nonce, ciphertext FROM credentials WHERE name = $1',
      values: [name],
    });
    const [row] = rows;
    if (!row)
      throw new TenancyError('unknown-credential', 'There is no credential of that name: store it first.');
    const { provider, key_version: keyVersion } = row;
    const place = { tenantId, name, provider, keyVersion };
    return new Secret(
      await this.dataKeys.use(tenantId, keyVersion, (key) => openCredential(key, row, place)),
    );
  }

  async list(): Promise<CredentialSummary[]> {
    const { rows } = await this.database.query<CredentialSummary & Record<string, unknown>>({
      text: `SELECT name, provider, last_four AS "lastFour", created_at AS "createdAt", replaced_at AS "replacedAt"
             FROM credentials ORDER BY name`,
    });
    return [...rows];
  }

  /** Whether there was one. */
  async remove(name: string): Promise<boolean> {
    const { rowCount } = await this.database.query({
      text: 'DELETE FROM credentials WHERE name = $1',
      values: [name],
    });
    return rowCount > 0;
  }

  /** False when the schema does not take the version. */
  private async store(values: readonly unknown[]): Promise<boolean> {
    try {
      const { rowCount } = await this.database.query({ text: storeStatement, values });
      return rowCount > 0;
    } catch (error) {
      if (isForeignKeyViolation(error)) return false;
      throw error;
    }
  }

  /**
   * The schema does not take this version: either a rotation has made a newer one, or the schema was restored from a time
   * before it. Only the newest version is entered.
   */
  private async learnNewest(tenantId: string, refused: number): Promise<void> {
    this.dataKeys.forgetNewest(tenantId);
    if ((await this.dataKeys.newest(tenantId)) !== refused) return;
    await this.database.query({
      text: `INSERT INTO credential_key_versions (version)
             SELECT $1::integer WHERE NOT EXISTS (SELECT FROM credential_key_versions WHERE version > $1::integer)
             ON CONFLICT DO NOTHING`,
      values: [refused],
    });
  }
}

/**
 * The tenant's very first credential brings its key's version along. From the moment in which a rotation enters a newer
 * version, none is stored with an older one, so that sealing anew comes to an end under any load.
 */
const storeStatement = `
  WITH first_version AS (
    INSERT INTO credential_key_versions (version)
    SELECT $3::integer WHERE NOT EXISTS (SELECT FROM credential_key_versions)
    ON CONFLICT DO NOTHING
  )
  INSERT INTO credentials (name, provider, key_version, nonce, ciphertext, last_four)
  SELECT $1, $2, $3::integer, $4::bytea, $5::bytea, $6
  WHERE NOT EXISTS (SELECT FROM credential_key_versions WHERE version > $3::integer)
  ON CONFLICT (name) DO UPDATE SET
    provider = excluded.provider, key_version = excluded.key_version, nonce = excluded.nonce,
    ciphertext = excluded.ciphertext, last_four = excluded.last_four, replaced_at = now()`;

function assertStorable(name: string, provider: string, value: string): void {
  for (const part of [name, provider]) {
    if (namePattern.test(part)) continue;
    throw new TenancyError(
      'invalid-identifier',
      'Names of credentials and providers are up to 100 letters, digits, dots, hyphens and underscores.',
    );
  }
  const bytes = Buffer.byteLength(value);
  if (bytes === 0 || bytes > secretBytes) {
    throw new TenancyError(
      'invalid-identifier',
      `A secret has 1 to ${secretBytes} bytes; this one has ${bytes}.`,
    );
  }
}

const lastFour = (value: string): string | null =>
  value.length >= shortestWithHint ? value.slice(-4) : null;
