import { production } from '../../config/environments/production';
import { thirdPartyImages } from '../../config/images';
import { metricSources } from '../../config/metrics/catalogue';
import type { MetricSource } from '../../config/metrics/metric';
import { monitoringVolume, scrapeSeconds } from '../../config/monitoring-volume';
import { type SyntheticSeries, syntheticSeries } from '../../rehearsal/monitoring/synthetic-series';
import { prometheusPrograms } from '../../rehearsal/programs/prometheus-programs';
import { progress } from '../rehearsal/progress';
import { GeneratedExporter } from './generated-exporter';
import { prometheusMemory } from './prometheus-memory';

/** A chunk of a series has 120 samples: with more, each has a full one and an open one, as after any hour. */
const scrapes = 125;
const secondsMax = 900;

/** What one scrape takes, about. */
const seriesPerTarget = 5000;

/** So many tenants' series at production's size, in a Prometheus with production's rules. Takes some ten minutes. */
export async function monitoringSection(): Promise<string> {
  const { prometheus: program } = await prometheusPrograms(progress);
  const { memoryLimitMib, retentionDays } = production.monitoring.prometheus;
  const rows: string[][] = [];
  for (const tenants of [10, 100, 1000]) {
    const { series: planned } = monitoringVolume(production, tenants, retentionDays);
    progress(`${tenants} tenants, ${planned} series`);
    const from = Math.floor(Date.now() / 1000) - scrapes * scrapeSeconds;
    const exporter = await GeneratedExporter.start(targetsOf(tenants, planned), {
      from,
      stepSeconds: scrapeSeconds,
    });
    try {
      const { series, residentMib } = await prometheusMemory({
        program,
        environment: production,
        exporter,
        scrapes,
        secondsMax,
      });
      rows.push([
        tenants.toLocaleString('en-US'),
        series.toLocaleString('en-US'),
        ((residentMib * 1024) / series).toFixed(1),
        `${residentMib} MiB`,
        `${memoryLimitMib} MiB`,
      ]);
    } finally {
      await exporter.stop();
    }
  }
  return `Prometheus ${thirdPartyImages.prometheus.tag.slice(1)} with production's rules, which scrapes as many series as \`config/monitoring-volume.ts\` says for production at its largest, made from the catalogue of metrics: ${scrapes} samples of each, ${scrapeSeconds} seconds apart, which pass in minutes. The resident size is the largest that was seen in the second half; no query but those of the rules was asked.

| tenants | series in memory | KiB each | resident | at most |
|---|---|---|---|---|
${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}
`;
}

/** As many series as are planned, of all sources in the proportion that the catalogue has, in targets. */
function targetsOf(tenants: number, planned: number): SyntheticSeries[][] {
  const targets: SyntheticSeries[][] = [[]];
  const all = seriesOf(tenants, planned);
  const share = planned / all.length;
  let due = 0;
  for (const one of all) {
    due += share;
    if (due < 1) continue;
    due -= 1;
    if (targets.at(-1)!.length >= seriesPerTarget) targets.push([]);
    targets.at(-1)!.push(one);
  }
  return targets;
}

/** Of so many pods of each workload that there are enough. Processes name 200 tenants, as the application does. */
function seriesOf(tenants: number, least: number): SyntheticSeries[] {
  for (let pods = 1; ; pods++) {
    const size = { tenants: Math.min(tenants, 200) + 2, nodes: 6, pods };
    const all = Object.values<MetricSource>(metricSources).flatMap((source) => [
      ...syntheticSeries(source, size),
    ]);
    if (all.length >= least) return all;
  }
}
