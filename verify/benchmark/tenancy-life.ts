import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { release1, release2, release3 } from '../../test/servers/tenancy/fleet/growing-schema';
import { TypeScriptProcess } from '../../test/servers/tenancy/support/child-process';
import { TenantPlatform } from '../../test/servers/tenancy/support/tenant-platform';
import { type FleetReport, migrateFleet } from '../../tenancy/life/fleet';

export interface LifeMeasurement {
  /** Tenants that are there when provisioning is measured. */
  readonly tenants: number;
  readonly provisionMedianMs: number;
  readonly provisionP95Ms: number;
  /** Tenants whose migration was made to fail, and whom the report named. */
  readonly broken: readonly string[];
  readonly named: readonly string[];
  readonly kills: number;
  /** Kills after which some tenants had the new version and others the old. */
  readonly killsMidway: number;
  /** Tenants that are not as they should be after the kills: at a wrong version, or with rows lost or doubled. */
  readonly damaged: readonly string[];
  /** A migration of the whole fleet that nothing disturbs. */
  readonly fleetSeconds: number;
}

export interface LifeOptions {
  /** Default 1,000. */
  readonly tenants?: number;
  /** Default 10. */
  readonly kills?: number;
}

const measured = 100;
const brokenAt = [0.01, 0.2, 0.5, 0.75, 0.99];
const slugOf = (index: number): string => `customer-${String(index).padStart(4, '0')}`;
const schemaOf = (slug: string): string => `tenant_${slug.replaceAll('-', '_')}`;

/**
 * Provisions a fleet on a PostgreSQL whose commits wait for the disk, breaks five tenants, migrates all while the
 * migrating process is killed again and again, and looks what came of it.
 */
export async function measureTenantLife({
  tenants = 1_000,
  kills = 10,
}: LifeOptions = {}): Promise<LifeMeasurement> {
  const platform = await TenantPlatform.start({ migrations: release1, postgres: { durable: true } });
  try {
    for (let index = 0; index < tenants; index += 1) await provisionWithRows(platform, slugOf(index));
    const times: number[] = [];
    for (let index = 0; index < measured; index += 1) {
      times.push(await provisionWithRows(platform, slugOf(tenants + index)));
    }
    const broken = brokenAt.map((share) => slugOf(Math.floor(share * tenants)));
    for (const slug of broken)
      await run(platform, `ALTER TABLE ${schemaOf(slug)}.contacts ADD full_name text`);
    const killsMidway = await killAgainAndAgain(platform, kills, broken);
    const report = await lastRun(platform);
    const damaged = await damagedTenants(platform, broken);
    for (const slug of broken) await run(platform, `ALTER TABLE ${schemaOf(slug)}.contacts DROP full_name`);
    await migrateFleet(platform.database, { migrations: release2 });
    const started = performance.now();
    await migrateFleet(platform.database, { migrations: release3, contract: true });
    return {
      tenants,
      provisionMedianMs: percentile(times, 0.5),
      provisionP95Ms: percentile(times, 0.95),
      broken,
      named: report.failed.map(({ slug }) => slug),
      kills,
      killsMidway,
      damaged,
      fleetSeconds: (performance.now() - started) / 1000,
    };
  } finally {
    await platform.stop();
  }
}

/** Milliseconds of the provisioning alone, from the request to the active tenant. */
async function provisionWithRows(platform: TenantPlatform, slug: string): Promise<number> {
  const started = performance.now();
  await platform.provision(slug);
  const took = performance.now() - started;
  await run(platform, `INSERT INTO ${schemaOf(slug)}.contacts (name) VALUES ('Ada'), ('Grace')`);
  return took;
}

const startMigration = (platform: TenantPlatform): TypeScriptProcess =>
  new TypeScriptProcess(join(__dirname, '../../test/servers/tenancy/fleet/migrating-process.ts'), {
    DATABASE_URL: platform.migratorUrl,
  });

async function killAgainAndAgain(
  platform: TenantPlatform,
  kills: number,
  broken: readonly string[],
): Promise<number> {
  let midway = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    const migrating = startMigration(platform);
    await migrating.saying('started');
    await sleep(Math.random() * 400);
    await migrating.kill();
    const whole = (await platform.life.list()).filter(({ slug }) => !broken.includes(slug));
    if (new Set(whole.map(({ schemaVersion }) => schemaVersion)).size > 1) midway += 1;
  }
  return midway;
}

async function lastRun(platform: TenantPlatform): Promise<FleetReport> {
  const { code, output } = await startMigration(platform).end();
  if (code !== 0) throw new Error(`The fleet's migration ended with ${code}: ${output}`);
  return JSON.parse(output.slice(output.indexOf('{')));
}

async function damagedTenants(
  platform: TenantPlatform,
  broken: readonly string[],
): Promise<readonly string[]> {
  const damaged: string[] = [];
  for (const { slug, schemaVersion } of await platform.life.list()) {
    const isBroken = broken.includes(slug);
    const { rows } = await platform.database.query<{ names: string }>({
      text: `SELECT string_agg(id || name || coalesce(full_name, '-'), ',' ORDER BY id) AS names
             FROM ${schemaOf(slug)}.contacts`,
    });
    const names = isBroken ? '1Ada-,2Grace-' : '1AdaAda,2GraceGrace';
    const version = isBroken ? release1.length : release2.length;
    if (rows[0]?.names !== names || schemaVersion !== version) damaged.push(slug);
  }
  return damaged;
}

const run = (platform: TenantPlatform, text: string): Promise<unknown> => platform.database.query({ text });

const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.ceil(values.length * share) - 1)] ?? NaN;

/** What was measured, the figure, and what it may be at most. */
export const lifeRows = (seen: LifeMeasurement): readonly (readonly [string, string, string])[] => [
  [
    `a tenant is provisioned, ${seen.tenants} being there, p95`,
    `${Math.round(seen.provisionP95Ms)} ms`,
    '1,000 ms',
  ],
  [
    `a migration of ${seen.tenants + measured} tenants, 5 of them failing: failures named, and others`,
    `${seen.named.filter((slug) => seen.broken.includes(slug)).length}, and ${seen.named.filter((slug) => !seen.broken.includes(slug)).length}`,
    '5, and 0',
  ],
  [
    `the same, its process killed ${seen.kills} times (${seen.killsMidway} midway): tenants that lost or doubled anything`,
    String(seen.damaged.length),
    '0',
  ],
  [`a migration of ${seen.tenants + measured} tenants, undisturbed`, `${seen.fleetSeconds.toFixed(1)} s`, ''],
];

if (require.main === module) {
  measureTenantLife({ tenants: Number(process.argv[2] ?? 1_000) }).then(
    (seen) => process.stdout.write(`${JSON.stringify({ ...seen, rows: lifeRows(seen) }, null, 2)}\n`),
    (error: Error) => {
      process.stderr.write(`${error.stack}\n`);
      process.exitCode = 2;
    },
  );
}
