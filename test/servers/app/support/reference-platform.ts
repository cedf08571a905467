import { tenantMigrations } from '../../../../app/src/schema/application-migrations';
import { addFirstAdministrator } from '../../../../app/src/users/first-administrator';
import { freePort } from '../../../../servers/free-port';
import { TemporalServer } from '../../../../servers/temporal/temporal-server';
import { ValkeyServer } from '../../../../servers/valkey/valkey-server';
import { TenantPlatform, type TenantPlatformOptions } from '../../tenancy/support/tenant-platform';
import { BuiltApplication } from './built-application';
import { RunningApplication } from './running-application';
import { SignInService } from './sign-in-service';

export interface ReferencePlatformOptions extends TenantPlatformOptions {
  /** Whether there is a Temporal server. Default false: its address is there, and nobody answers. */
  readonly temporal?: boolean;
  /** Of a Temporal server that the test has started itself. */
  readonly temporalAddress?: string;
}

const encryptionKey = '0123456789abcdef'.repeat(4);

/** Everything that the reference application runs on, and the application built. */
export class ReferencePlatform {
  private readonly running: RunningApplication[] = [];

  private constructor(
    readonly tenants: TenantPlatform,
    readonly valkey: ValkeyServer,
    readonly signIn: SignInService,
    readonly application: BuiltApplication,
    private readonly temporal: TemporalServer | null,
    private readonly temporalAddress: string,
  ) {}

  static async start({
    temporal,
    temporalAddress,
    ...options
  }: ReferencePlatformOptions = {}): Promise<ReferencePlatform> {
    const tenants = await TenantPlatform.start({
      migrations: tenantMigrations,
      life: { seed: addFirstAdministrator },
      ...options,
    });
    const server = temporal ? await TemporalServer.start(tenants.postgres) : null;
    return new ReferencePlatform(
      tenants,
      await ValkeyServer.start({ tls: true, password: 'cache-password-of-the-test' }),
      await SignInService.start(),
      new BuiltApplication(),
      server,
      temporalAddress ?? server?.address ?? `127.0.0.1:${await freePort()}`,
    );
  }

  /** The variables that a pod of the component has; as the migrator past PgBouncer for those that need it. */
  variables(component: string): Record<string, string> {
    const asMigrator = ['lifecycle', 'migrate', 'demo'].includes(component);
    return {
      ...this.application.variables,
      NODE_ENV: 'test',
      DATABASE_URL: asMigrator ? this.tenants.migratorUrl : this.tenants.applicationUrl,
      REDIS_URL: this.valkey.url,
      REDIS_HOST: ValkeyServer.host,
      REDIS_PORT: String(this.valkey.port),
      TEMPORAL_ADDRESS: this.temporalAddress,
      ENCRYPTION_KEY: encryptionKey,
      CLIENT_URL: 'http://localhost:3000',
      SERVER_URL: 'http://localhost:3000',
      OIDC_ISSUER: this.signIn.issuer,
      OIDC_AUDIENCE: this.signIn.audience,
      NODE_EXTRA_CA_CERTS: this.valkey.certificateFile,
    };
  }

  async run(component: string, more: Record<string, string> = {}): Promise<RunningApplication> {
    const env = { ...this.variables(component), PORT: String(await freePort()), ...more };
    const application = await RunningApplication.start(this.application.main, component, env);
    this.running.push(application);
    return application;
  }

  async stop(): Promise<void> {
    await Promise.all(this.running.map((application) => application.stop('SIGKILL')));
    await this.temporal?.stop();
    await this.signIn.stop();
    await this.valkey.stop();
    await this.tenants.stop();
    this.application.remove();
  }
}
