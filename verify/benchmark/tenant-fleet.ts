import { randomUUID } from 'node:crypto';
import { PgbouncerServer } from '../../servers/pgbouncer/pgbouncer-server';
import { type Login, PostgresServer } from '../../servers/postgres/postgres-server';
import type { TenantContext } from '../../tenancy/context/tenant-context';
import { tenantSchemaName } from '../../tenancy/database/identifiers';

const application: Login = { user: 'app_a', password: 'password-of-the-benchmark', database: 'app' };
/** Reads every tenant's notes with no role but its own: the same work without tenant context. */
const unguarded: Login = { ...application, user: 'unguarded' };
const rowsPerTenant = 20;

/** PostgreSQL with many tenants behind PgBouncer, made by plain SQL: each has `notes`, and `public.notes` holds all. */
export class TenantFleet {
  private constructor(
    readonly tenants: readonly TenantContext[],
    private readonly postgres: PostgresServer,
    private readonly pgbouncer: PgbouncerServer,
  ) {}

  static async start(tenantCount: number, connections: number): Promise<TenantFleet> {
    const tenants = Array.from({ length: tenantCount }, (_, index) => tenantNumber(index));
    const postgres = await PostgresServer.start();
    await postgres.asSuperuser('CREATE DATABASE app');
    await postgres.asSuperuser(
      `CREATE ROLE app NOLOGIN NOINHERIT;
       CREATE ROLE ${application.user} LOGIN PASSWORD '${application.password}' IN ROLE app;
       ALTER ROLE ${application.user} SET role TO app;
       CREATE ROLE ${unguarded.user} LOGIN PASSWORD '${unguarded.password}';
       CREATE TABLE public.notes (id int PRIMARY KEY, body text NOT NULL);
       INSERT INTO public.notes SELECT n, 'of everybody' FROM generate_series(1, ${tenantCount * rowsPerTenant}) n;
       GRANT SELECT ON public.notes TO app, ${unguarded.user}`,
      'app',
    );
    for (let first = 0; first < tenantCount; first += 100) {
      const statements = tenants.slice(first, first + 100).map(tenantSql);
      await postgres.asSuperuser(statements.join('\n'), 'app');
    }
    await postgres.asSuperuser('VACUUM ANALYZE', 'app');
    const pgbouncer = await PgbouncerServer.start({
      postgres,
      logins: [application, unguarded],
      poolSize: connections,
    });
    return new TenantFleet(tenants, postgres, pgbouncer);
  }

  /** Of the application's login, through PgBouncer. */
  get url(): string {
    return this.pgbouncer.url(application);
  }

  /** Of a login that needs no tenant, through PgBouncer. */
  get unguardedUrl(): string {
    return this.pgbouncer.url(unguarded);
  }

  /** Rows of `public.notes`. */
  get sharedRows(): number {
    return this.tenants.length * rowsPerTenant;
  }

  /** A random tenant. */
  any(): TenantContext {
    return this.tenants[Math.floor(Math.random() * this.tenants.length)] as TenantContext;
  }

  /** Number of a random row that every tenant has. */
  anyRow(): number {
    return 1 + Math.floor(Math.random() * rowsPerTenant);
  }

  async stop(): Promise<void> {
    await this.pgbouncer.stop();
    await this.postgres.stop();
  }
}

const tenantNumber = (index: number): TenantContext => ({
  id: randomUUID(),
  slug: `tenant-${index}`,
  tier: 'growth',
  region: 'us-east-1',
});

function tenantSql({ slug }: TenantContext): string {
  const name = tenantSchemaName(slug);
  return `
    CREATE ROLE ${name};
    GRANT ${name} TO app WITH INHERIT FALSE, SET TRUE;
    CREATE SCHEMA ${name};
    GRANT USAGE ON SCHEMA ${name} TO ${name}, ${unguarded.user};
    CREATE TABLE ${name}.notes (id int PRIMARY KEY, body text NOT NULL);
    INSERT INTO ${name}.notes SELECT n, 'of ${slug}' FROM generate_series(1, ${rowsPerTenant}) n;
    GRANT SELECT ON ${name}.notes TO ${name}, ${unguarded.user};`;
}
