import { environments, loadEnvironment } from '../../../config/load';
import { monitoringVolume, plannedTenants } from '../../../config/monitoring-volume';
import type { PodSize } from '../../../config/pod-size';
import type { Environment } from '../../../config/schema';
import { samplesOfAPodMax } from '../../../charts/monitoring/scrape-configuration';
import { withRoom } from '../../../ops/cost/nodes/node-pools';
import { openPriceBook } from '../../../ops/cost/prices/open-price-book';
import { assumedUsage } from '../../../ops/cost/usage/assumed-usage';

const book = openPriceBook();
const usd = (id: string): number => book.find(id)!.usd;
const monthHours = book.hoursPerMonth;

/** The node that pods of production's general pool stand on, and what a month of it costs. */
const node = withRoom({ instanceType: 'm6g.large', vcpus: 2, memoryGib: 8 }, usd('ec2.m6g.large'), []);
const nodeUsd = monthHours * (usd('ec2.m6g.large') + usd('eksauto.m6g.large'));

/** A pod pays for the larger of its shares of a node. */
const podUsd = ({ cpuRequestMillicores, memoryRequestMib }: PodSize): number =>
  nodeUsd * Math.max(cpuRequestMillicores / node.millicores, memoryRequestMib / node.mib);

/** A month's logs, kept for a year in three classes: 30, 60 and 282 days. */
const logUsdPerGib =
  usd('s3.standard') * (30 / 30.4) + usd('s3.ia') * (60 / 30.4) + usd('s3.glacier_ir') * (282 / 30.4);

/** What monitoring costs a month, when Prometheus asks for the memory that so many tenants need. */
function monthlyUsd(environment: Environment, tenants: number): number {
  const { prometheus, alertmanager, grafana, loki, logAgent, exporters } = environment.monitoring;
  const { memoryMib } = monitoringVolume(environment, tenants, prometheus.retentionDays);
  const watching = { ...prometheus, memoryRequestMib: Math.max(prometheus.memoryRequestMib, memoryMib) };
  const pods = [watching, alertmanager, { ...grafana, replicas: 1 }, loki, logAgent].reduce(
    (sum, part) => sum + part.replicas * podUsd(part),
    Object.values(exporters).reduce((sum, exporter) => sum + podUsd(exporter), 0),
  );
  const volumes = [prometheus, alertmanager, loki, logAgent].reduce(
    (sum, { replicas, storageGib }) => sum + replicas * storageGib * usd('ebs.gp3.gb'),
    0,
  );
  const { base, perCustomer } = assumedUsage.volumes.archivedLogGib;
  return pods + volumes + (base + perCustomer * tenants) * logUsdPerGib;
}

const deployed = Object.values(environments).filter(({ deploysTo }) => deploysTo === 'aws');

describe.each(deployed.map(({ name }) => name))('monitoring of %s', (name) => {
  const environment = loadEnvironment(name);

  test.each([10, 100])('costs at most $200 a month at %i tenants', (tenants) => {
    expect(monthlyUsd(environment, tenants)).toBeLessThanOrEqual(200);
  });

  test('costs at 1,000 tenants what the decision says, at most', () => {
    expect(monthlyUsd(environment, plannedTenants)).toBeLessThanOrEqual(160);
  });

  test('takes every scrape of a pod whole', () => {
    const { seriesOfAPod } = monitoringVolume(environment, plannedTenants, 1);
    expect(seriesOfAPod).toBeLessThan(samplesOfAPodMax);
  });
});

test('a budget is passed where Prometheus is far too large', () => {
  const { monitoring, ...rest } = loadEnvironment('production');
  const prometheus = { ...monitoring.prometheus, memoryRequestMib: 16_384 };
  expect(monthlyUsd({ ...rest, monitoring: { ...monitoring, prometheus } }, 100)).toBeGreaterThan(200);
});
