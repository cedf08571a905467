import { durabilityRows, measureDurability } from '../durability/measure-durability';
import { testIsolation } from '../isolation/test-isolation';
import { dataRows, measureTenantData } from './tenancy-data';
import { lifeRows, measureTenantLife } from './tenancy-life';
import { measureTenancyThroughput, throughputTable } from './tenancy-throughput';

const attacks = 100_000;
const attackingTenants = 200;
const seed = 20261124;
const tasksAScenario = 1000;

/** What tenancy promises, measured on real servers with 1,000 tenants. Takes about 20 minutes. */
export async function tenancySection(): Promise<string> {
  const onProgress = (what: string): void => void process.stdout.write(`  ${what}\n`);
  onProgress('throughput');
  const throughput = throughputTable(await measureTenancyThroughput());
  onProgress('provisioning and fleet migrations');
  const life = lifeRows(await measureTenantLife());
  onProgress('export, erasure and restore');
  const data = dataRows(await measureTenantData());
  const durability = durabilityRows(await measureDurability(tasksAScenario, onProgress));
  const isolation = await testIsolation({ attacks, tenants: attackingTenants, seed, onProgress });
  const caught = isolation.planted.filter((fault) => fault.caught).length;
  const rows = [
    [
      `attacks on the isolation of ${attackingTenants} tenants, ${isolation.attacks.toLocaleString('en-US')} of them: leaks`,
      String(isolation.leaks),
      '0',
    ],
    ['planted faults that the attacks find', String(caught), String(isolation.planted.length)],
    ...life,
    ...data,
    ...durability,
  ] as const;
  return `Through PgBouncer in transaction mode, 1,000 tenants, a random one in each unit of work:

${throughput}

| what | measured | promised |
|---|---|---|
${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}
`;
}
