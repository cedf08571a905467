import { Redis } from 'ioredis';
import { TemporalServer } from '../../../servers/temporal/temporal-server';
import { ValkeyServer } from '../../../servers/valkey/valkey-server';
import { runAsTenant } from '../../../tenancy/context/current-tenant';
import type { TenantContext } from '../../../tenancy/context/tenant-context';
import { tenantSchemaName } from '../../../tenancy/database/identifiers';
import type { Migration } from '../../../tenancy/database/migration';
import { tenantKey } from '../../../tenancy/redis/tenant-keys';
import { tenancyMigrations } from '../../../tenancy/schema/tenant-migrations';
import { TenantPlatform } from '../../../test/servers/tenancy/support/tenant-platform';
import { canaryOf } from '../canary';
import type { Closers } from './closers';
import { SignInService } from '../../../servers/sign-in/sign-in-service';

const notes: Migration = {
  id: 'isolation-1-notes',
  phase: 'expand',
  sql: 'CREATE TABLE notes (id uuid PRIMARY KEY, title text NOT NULL, body text NOT NULL)',
};

export interface Tokens {
  readonly good: string;
  readonly forged: readonly string[];
}

/** Real servers with many tenants in them, each with a canary in its note and in Redis. */
export interface PopulatedServers {
  readonly platform: TenantPlatform;
  readonly redis: Redis;
  readonly temporal: TemporalServer;
  readonly signIn: SignInService;
  readonly tenants: readonly TenantContext[];
  /** Of each tenant, by its id. */
  readonly tokens: ReadonlyMap<string, Tokens>;
}

export async function startPopulatedServers(
  tenantCount: number,
  closers: Closers,
  onProgress: (what: string) => void,
): Promise<PopulatedServers> {
  onProgress('starting PostgreSQL, PgBouncer, Valkey and Temporal');
  const platform = await TenantPlatform.start({
    migrations: [...tenancyMigrations, notes],
    // Few server connections for many tenants: each is used by all of them in turn.
    pgbouncer: { poolSize: 10 },
  });
  closers.add(() => platform.stop());
  const valkey = await ValkeyServer.start();
  closers.add(() => valkey.stop());
  const temporal = await TemporalServer.start(platform.postgres);
  closers.add(() => temporal.stop());
  const redis = new Redis(valkey.url, { maxRetriesPerRequest: null });
  closers.add(async () => redis.disconnect());
  const signIn = await SignInService.start();
  closers.add(() => signIn.stop());
  onProgress(`making ${tenantCount} tenants`);
  const tenants = await makeTenants(platform, tenantCount);
  await hideCanaries(platform, redis, tenants);
  return { platform, redis, temporal, signIn, tenants, tokens: await makeTokens(signIn, tenants) };
}

/** The id of a tenant's note, which everybody can work out: knowing it must not help. */
export const noteIdOf = ({ id }: TenantContext): string => `${id.slice(0, -4)}0000`;

async function makeTenants(platform: TenantPlatform, count: number): Promise<TenantContext[]> {
  const slugs = Array.from({ length: count }, (_, number) => `tenant-${number}`);
  const tenants: TenantContext[] = [];
  while (slugs.length > 0) {
    tenants.push(...(await Promise.all(slugs.splice(0, 5).map((slug) => platform.provision(slug)))));
  }
  return tenants;
}

async function makeTokens(
  signIn: SignInService,
  tenants: readonly TenantContext[],
): Promise<Map<string, Tokens>> {
  const tokens = new Map<string, Tokens>();
  for (const tenant of tenants) {
    tokens.set(tenant.id, {
      good: await signIn.token({ tenant: tenant.id }),
      forged: await signIn.forgedTokens({ tenant: tenant.id }),
    });
  }
  return tokens;
}

async function hideCanaries(
  { database }: TenantPlatform,
  redis: Redis,
  tenants: readonly TenantContext[],
): Promise<void> {
  await database.session(async (client) => {
    for (const tenant of tenants) {
      const canary = canaryOf(tenant.id);
      await client.query(
        `INSERT INTO ${tenantSchemaName(tenant.slug)}.notes (id, title, body) VALUES ($1, 'secret', $2)`,
        [noteIdOf(tenant), canary],
      );
      const key = runAsTenant(tenant, () => tenantKey('cache', 'secret'));
      await redis.set(key, canary);
    }
  });
}
