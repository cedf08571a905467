import { undeployedInputs } from '../../charts/inputs';
import { renderCharts } from '../../charts/platform';
import { production } from '../../config/environments/production';
import { metricSources } from '../../config/metrics/catalogue';
import type { MetricSource } from '../../config/metrics/metric';
import type { ClusterSize } from '../../rehearsal/monitoring/example-labels';
import { writeOpenMetrics } from '../../rehearsal/monitoring/openmetrics';
import { type PanelQuestion, panelQuestions } from '../../rehearsal/monitoring/panel-queries';
import { prometheusPrograms } from '../../rehearsal/programs/prometheus-programs';
import { syntheticSeries } from '../../rehearsal/monitoring/synthetic-series';
import { FilledPrometheus, type QueryAnswer } from '../../servers/prometheus/filled-prometheus';
import { progress } from '../rehearsal/progress';

export interface AskedPanels {
  readonly series: number;
  readonly answers: readonly (PanelQuestion & QueryAnswer)[];
}

export interface AskedFor {
  readonly size: ClusterSize;
  readonly hours: number;
  readonly everySeconds: number;
}

/** One sentence for each query that Prometheus has nothing to answer. */
export const unanswered = ({ answers }: Pick<AskedPanels, 'answers'>): string[] =>
  answers.flatMap(({ panel, expression, error, series }) =>
    error === null && series > 0 ? [] : [`${panel}: ${error ?? 'no data'}: ${expression}`],
  );

/** As many points as a panel is wide. */
const points = 180;

/** Asks every query of production's panels of a Prometheus that has series made from the whole catalogue. */
export async function askPanels({ size, hours, everySeconds }: AskedFor): Promise<AskedPanels> {
  const to = Math.floor(Date.now() / 1000 / everySeconds) * everySeconds;
  const from = to - hours * 3600;
  let series = 0;
  function* all() {
    for (const source of Object.values<MetricSource>(metricSources)) yield* syntheticSeries(source, size);
  }
  const prometheus = await FilledPrometheus.start(await prometheusPrograms(progress), async (file) => {
    series = await writeOpenMetrics(file, all(), { from, to, everySeconds });
  });
  try {
    const range = { from, to, stepSeconds: Math.ceil((hours * 3600) / points) };
    const answers: (PanelQuestion & QueryAnswer)[] = [];
    const charts = renderCharts(production, undeployedInputs(production));
    for (const question of panelQuestions(charts, { rangeSeconds: hours * 3600, tenant: 'tenant-0' })) {
      if (question.language === 'logql') continue;
      answers.push({ ...question, ...(await prometheus.range(question.expression, range)) });
    }
    return { series, answers };
  } finally {
    await prometheus.stop();
  }
}
