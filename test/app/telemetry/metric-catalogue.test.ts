import { registry } from '../../../app/src/telemetry/metrics';
import { applicationMetrics, nodejsMetrics } from '../../../config/metrics/application';

/** prom-client's labels are there to be read, in no type. */
interface Shown {
  readonly name: string;
  readonly type: string;
  readonly labels: readonly string[];
}

async function shown(): Promise<Shown[]> {
  const metrics = await registry.getMetricsAsJSON();
  return metrics.map(({ name, type }) => ({
    name,
    type: String(type),
    labels: (registry.getSingleMetric(name) as unknown as { labelNames: string[] }).labelNames,
  }));
}

const isOfNode = ({ name }: Shown): boolean => /^(nodejs|process)_/.test(name);

test('the catalogue has the metrics that the application shows, with their types and labels', async () => {
  const catalogued = applicationMetrics.metrics.map(({ name, type, labels }) => ({
    name,
    type,
    labels: labels.map((label) => label.name).sort(),
  }));
  const ofApplication = (await shown())
    .filter((metric) => !isOfNode(metric))
    .map((metric) => ({ ...metric, labels: [...metric.labels].sort() }));
  const byName = (one: { name: string }, other: { name: string }) => one.name.localeCompare(other.name);
  expect([...catalogued].sort(byName)).toEqual(ofApplication.sort(byName));
});

test('every metric of Node.js in the catalogue is shown', async () => {
  const names = new Set((await shown()).filter(isOfNode).map(({ name, type }) => `${name} ${type}`));
  expect(nodejsMetrics.metrics.filter(({ name, type }) => !names.has(`${name} ${type}`))).toEqual([]);
});
