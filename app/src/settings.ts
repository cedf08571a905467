import type { BackupRetention } from '@platform/tenancy/life/erasure/backup-expiry';

type Variables = Readonly<Record<string, string | undefined>>;

/** Who signs the tokens, and for whom. */
export interface SignIn {
  readonly issuer: string;
  readonly audience: string;
  /** Null: found by the issuer's discovery document. */
  readonly jwksUrl: string | null;
}

/** The environment after `environmentFaults` found nothing, with the defaults of what is not set. */
export interface Settings {
  readonly production: boolean;
  readonly port: number;
  readonly databaseUrl: string;
  /** The replica's; null: read-only work goes to the primary. */
  readonly databaseReaderUrl: string | null;
  /** Connections to PgBouncer that one process holds at most. Default 10. */
  readonly databasePoolMax: number;
  readonly redisUrl: string;
  /** Where values may vanish: rate limits, caches. Default: the queues' Redis. */
  readonly volatileRedisUrl: string;
  readonly temporalAddress: string;
  /** 64 hexadecimal digits. */
  readonly encryptionKey: string;
  /** Keys that sealed before `encryptionKey` did, the newest first. */
  readonly retiredEncryptionKeys: readonly string[];
  /** Wraps tenants' data keys in AWS; null: `encryptionKey` does. */
  readonly tenantKeyArn: string | null;
  readonly clientUrl: string;
  readonly serverUrl: string;
  /** Null: nobody can sign in, and every route that needs a token answers 503. */
  readonly signIn: SignIn | null;
  /** Tenants answer at `<slug>.<this>` too; null: sub-domains say nothing. */
  readonly tenantBaseDomain: string | null;
  /** Whether the header X-Tenant-Id counts: then it must name the tenant of the token. Default false: it says nothing. */
  readonly tenantHeaderAllowed: boolean;
  /** Seconds after SIGTERM in which new requests are still answered while `/ready` says no. Default 0. */
  readonly drainSeconds: number;
  /** Tasks that one worker runs at one time. Default 10. */
  readonly workerConcurrency: number;
  readonly exportsBucket: string | null;
  /** Instead of the bucket, where there is no AWS. */
  readonly exportsFolder: string | null;
  readonly lokiUrl: string | null;
  /**
   * How long copies of an erased tenant live, for its deletion certificate. Null: unknown, and nothing is erased, since a
   * certificate would have to name a day.
   */
  readonly backupRetention: BackupRetention | null;
}

const number = (text: string | undefined, otherwise: number): number => (text ? Number(text) : otherwise);

export function settingsOf(variables: Variables): Settings {
  const text = (name: string): string => variables[name] ?? '';
  const orNull = (name: string): string | null => variables[name] || null;
  return {
    production: text('NODE_ENV') === 'production',
    port: number(variables.PORT, 3000),
    databaseUrl: text('DATABASE_URL'),
    databaseReaderUrl: orNull('DATABASE_READER_URL'),
    databasePoolMax: number(variables.DATABASE_POOL_MAX, 10),
    redisUrl: text('REDIS_URL'),
    volatileRedisUrl: variables.REDIS_VOLATILE_URL || text('REDIS_URL'),
    temporalAddress: text('TEMPORAL_ADDRESS'),
    encryptionKey: text('ENCRYPTION_KEY'),
    retiredEncryptionKeys: text('ENCRYPTION_KEYS_RETIRED').split(',').filter(Boolean),
    tenantKeyArn: orNull('TENANT_KEY_ARN'),
    clientUrl: text('CLIENT_URL'),
    serverUrl: text('SERVER_URL'),
    signIn: signInOf(variables),
    tenantBaseDomain: orNull('TENANT_BASE_DOMAIN'),
    tenantHeaderAllowed: text('TENANT_HEADER_ALLOWED') === 'true',
    drainSeconds: number(variables.DRAIN_SECONDS, 0),
    workerConcurrency: number(variables.WORKER_CONCURRENCY, 10),
    exportsBucket: orNull('EXPORTS_BUCKET'),
    exportsFolder: orNull('EXPORTS_FOLDER'),
    lokiUrl: orNull('LOKI_URL'),
    backupRetention: backupRetentionOf(variables),
  };
}

function signInOf({ OIDC_ISSUER, OIDC_AUDIENCE, OIDC_JWKS_URL }: Variables): SignIn | null {
  if (!OIDC_ISSUER || !OIDC_AUDIENCE) return null;
  return { issuer: OIDC_ISSUER, audience: OIDC_AUDIENCE, jwksUrl: OIDC_JWKS_URL || null };
}

function backupRetentionOf(variables: Variables): BackupRetention | null {
  const { POINT_IN_TIME_DAYS, WEEKLY_BACKUP_DAYS, EXPORT_DAYS, LOG_DAYS } = variables;
  if (!POINT_IN_TIME_DAYS || !WEEKLY_BACKUP_DAYS || !EXPORT_DAYS || !LOG_DAYS) return null;
  return {
    pointInTimeDays: Number(POINT_IN_TIME_DAYS),
    weeklyRetentionDays: Number(WEEKLY_BACKUP_DAYS),
    exportRetentionDays: Number(EXPORT_DAYS),
    logExpireAfterDays: Number(LOG_DAYS),
  };
}
