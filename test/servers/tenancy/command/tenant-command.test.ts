import { LifecycleRunner } from '../../../../tenancy/life/lifecycle-runner';
import { type Ended, platform as runPlatform } from '../../../bin/run';
import { TenantPlatform } from '../support/tenant-platform';

describe('platform tenant', () => {
  let platform: TenantPlatform;
  let lifecycle: LifecycleRunner;

  beforeAll(async () => {
    platform = await TenantPlatform.start({ tenants: ['acme', 'globex'] });
    lifecycle = new LifecycleRunner({
      database: platform.database,
      kinds: platform.life.kinds,
      pollSeconds: 0.1,
    });
    lifecycle.start();
  });
  afterAll(async () => {
    await lifecycle?.stop();
    await platform?.stop();
  });

  const tenant = (...args: readonly string[]): Promise<Ended> =>
    runPlatform('tenant', ...args, '--database-url', platform.migratorUrl);
  const statusOf = async (wanted: string) =>
    (await platform.life.list()).find(({ slug }) => slug === wanted)?.status;

  it('lists tenants as JSON for programs', async () => {
    const { stdout, exitCode } = await tenant('list', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).tenants).toMatchObject([
      { slug: 'acme', status: 'active' },
      { slug: 'globex' },
    ]);
  });

  it('has a tenant made by the workload lifecycle, and waits', async () => {
    const { stdout, exitCode } = await tenant('provision', 'initech', '--name', 'Initech', '--tier', 'free');
    expect([exitCode, await statusOf('initech')]).toEqual([0, 'active']);
    expect(stdout).toContain('provision is done');
  });

  it('ends with 1 and says why when an operation fails', async () => {
    const { stdout, exitCode } = await tenant('provision', 'acme', '--name', 'Acme');
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/The slug "acme" is taken[^]*npx platform tenant retry/);
  });

  it('suspends a tenant although no lifecycle runs', async () => {
    await lifecycle.stop();
    const { exitCode } = await tenant('suspend', 'globex', '--reason', 'abuse', '--requested-by', 'grace');
    expect([exitCode, await statusOf('globex')]).toEqual([0, 'suspended']);
  });

  it('says who did it', async () => {
    expect((await tenant('operations', 'globex')).stdout).toMatch(/grace +suspend +globex +done/);
  });

  it('ends with 2 when nobody takes what it asks for, and leaves it asked for', async () => {
    const { stderr, exitCode } = await tenant('migrate', '--wait-seconds', '1');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('which is requested after 1 s; allowed: more patience');
  });

  it('ends with 2 for a tenant that is none', async () => {
    const { stderr, exitCode } = await tenant('resume', 'nobody');
    expect([exitCode, stderr.trim().split('\n').at(-1)]).toEqual([
      2,
      'platform tenant: the tenant: got nobody; allowed: the slug or id of one; see platform tenant list',
    ]);
  });

  it('ends with 2 where no database answers, and keeps the password to itself', async () => {
    const { stderr, exitCode } = await runPlatform(
      'tenant',
      'list',
      '--database-url',
      'postgresql://migrator_a:of-the-test@localhost:1/app',
    );
    expect([exitCode, stderr.includes('localhost:1'), stderr.includes('of-the-test')]).toEqual([
      2,
      true,
      false,
    ]);
  });

  it('ends with 2 on a database without tenants', async () => {
    const url = platform.migratorUrl.replace('/app?', '/postgres?');
    const { user } = platform.logins.migrator;
    await platform.postgres.asSuperuser(`GRANT CONNECT ON DATABASE postgres TO ${user}`);
    const { stderr, exitCode } = await runPlatform('tenant', 'list', '--database-url', url);
    expect([exitCode, stderr.includes('a database without tenants')]).toEqual([2, true]);
  });
});
