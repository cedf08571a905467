import { randomBytes } from 'node:crypto';
import { ensureGroupRoles } from '../../../../lib/database/rotation/group-roles';
import { PgbouncerServer, type PgbouncerOptions } from '../../../../servers/pgbouncer/pgbouncer-server';
import {
  type Login,
  type PostgresOptions,
  PostgresServer,
} from '../../../../servers/postgres/postgres-server';
import type { TenantContext, Tier } from '../../../../tenancy/context/tenant-context';
import type { Migration } from '../../../../tenancy/database/migration';
import { MigratorDatabase } from '../../../../tenancy/life/migrator-database';
import { migratePlatform } from '../../../../tenancy/life/migrate-platform';
import { TenantLife, type TenantLifeOptions } from '../../../../tenancy/life/tenant-life';
import { platformMigrations } from '../../../../tenancy/schema/platform-migrations';
import { tenancyMigrations } from '../../../../tenancy/schema/tenant-migrations';

export const region = 'us-east-1';

export interface TenantPlatformOptions {
  /** Slugs of tenants to make. Default none. */
  readonly tenants?: readonly string[];
  /** Default `growth`. */
  readonly tier?: Tier;
  /** A tenant's schema. Default: the library's. */
  readonly migrations?: readonly Migration[];
  /** The schema `public`. Default: the library's. */
  readonly platformMigrations?: readonly Migration[];
  readonly postgres?: PostgresOptions;
  readonly pgbouncer?: Omit<PgbouncerOptions, 'postgres' | 'logins'>;
  readonly life?: Partial<TenantLifeOptions>;
}

/** PostgreSQL behind PgBouncer with the platform's roles, database and `public` schema, and tenants in it. */
export class TenantPlatform {
  /** As the migrator, directly. */
  readonly database: MigratorDatabase;
  readonly life: TenantLife;
  private readonly contexts = new Map<string, TenantContext>();

  private constructor(
    readonly postgres: PostgresServer,
    readonly pgbouncer: PgbouncerServer,
    readonly logins: { readonly application: Login; readonly migrator: Login },
    private readonly options: TenantPlatformOptions,
  ) {
    this.database = new MigratorDatabase({ url: this.migratorUrl, maxConnections: 10 });
    this.life = new TenantLife({
      database: this.database,
      migrations: options.migrations ?? tenancyMigrations,
      platformMigrations: options.platformMigrations,
      ...options.life,
    });
  }

  static async start(options: TenantPlatformOptions = {}): Promise<TenantPlatform> {
    const logins = { application: loginOf('app_a'), migrator: loginOf('migrator_a') };
    const postgres = await PostgresServer.start({ maxConnections: 200, ...options.postgres });
    // A test whose beforeAll fails has nothing to stop, and what runs on would keep it from ending.
    const undo = [() => postgres.stop()];
    try {
      await makeLogins(postgres, logins);
      const pgbouncer = await PgbouncerServer.start({
        ...options.pgbouncer,
        postgres,
        logins: [logins.application],
      });
      undo.unshift(() => pgbouncer.stop());
      const platform = new TenantPlatform(postgres, pgbouncer, logins, options);
      undo.unshift(() => platform.database.close());
      await migratePlatform(platform.database, {}, options.platformMigrations ?? platformMigrations);
      for (const slug of options.tenants ?? []) await platform.provision(slug);
      return platform;
    } catch (error) {
      for (const stop of undo) await stop();
      throw error;
    }
  }

  /** Through PgBouncer, as the application's pods connect. */
  get applicationUrl(): string {
    return this.pgbouncer.url(this.logins.application);
  }

  /** The application's login past PgBouncer. */
  get directApplicationUrl(): string {
    return directUrl(this.postgres, this.logins.application);
  }

  get migratorUrl(): string {
    return directUrl(this.postgres, this.logins.migrator);
  }

  async provision(slug: string, tier: Tier = this.options.tier ?? 'growth'): Promise<TenantContext> {
    const contractLimits =
      tier === 'enterprise'
        ? { requestsPerMinute: 10_000, agents: 500, tasks: 1_000, storageGib: 500 }
        : null;
    const input = { slug, name: `Tenant ${slug}`, tier, region, contractLimits };
    const id = await this.life.provision(input, { requestedBy: 'test' });
    const tenant = { id, slug, tier, region };
    this.contexts.set(slug, tenant);
    return tenant;
  }

  /** The context of a tenant that was provisioned here. */
  tenant(slug: string): TenantContext {
    const tenant = this.contexts.get(slug);
    if (!tenant) throw new Error(`The test has not provisioned the tenant "${slug}".`);
    return tenant;
  }

  async stop(): Promise<void> {
    await this.database.close();
    await this.pgbouncer.stop();
    await this.postgres.stop();
  }
}

const loginOf = (user: string): Login => ({
  user,
  password: randomBytes(12).toString('hex'),
  database: 'app',
});

const directUrl = (postgres: PostgresServer, { user, password, database }: Login): string =>
  `postgresql://${user}:${password}@${PostgresServer.host}:${postgres.port}/${database}?sslmode=verify-full&sslrootcert=${postgres.certificateFile}`;

/** Group roles and database as the rotation function makes them, and one user of each login that tenancy needs. */
async function makeLogins(
  postgres: PostgresServer,
  { application, migrator }: TenantPlatform['logins'],
): Promise<void> {
  const master = await postgres.connect({
    user: postgres.master.username,
    password: postgres.master.password,
    database: 'postgres',
  });
  try {
    await ensureGroupRoles(master);
    for (const [group, { user, password }] of [
      ['app', application] as const,
      ['migrator', migrator] as const,
    ]) {
      await master.query(
        `CREATE ROLE ${user} LOGIN PASSWORD '${password}';
         GRANT ${group} TO ${user} WITH INHERIT TRUE, SET TRUE;
         ALTER ROLE ${user} SET role TO ${group}`,
      );
    }
  } finally {
    await master.end();
  }
}
