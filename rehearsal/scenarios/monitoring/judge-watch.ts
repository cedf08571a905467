import { metricSources } from '../../../config/metrics/catalogue';
import { type MetricSource, seriesNames } from '../../../config/metrics/metric';
import { addonScrapes, nodeScrapes, podScrapes } from '../../../config/scrapes';
import { scrapeJobs } from '../../../config/monitoring';
import type { PageEvent } from '../../../servers/pagerduty/pager-duty';
import { isPage } from './judge-pages';
import type { PanelQuestion } from '../../monitoring/panel-queries';
import type { ScenarioResult } from '../scenario';
import type { FiringAlert, ScrapeTarget } from './cluster-prometheus';

/** What a Prometheus says after some minutes of work. */
export interface Watch {
  readonly targets: readonly ScrapeTarget[];
  /** Sentences. */
  readonly failingRules: readonly string[];
  readonly alerts: readonly FiringAlert[];
  readonly panels: readonly (PanelQuestion & { readonly series: number; readonly error: string | null })[];
  /** Panels that ask Loki, and are not asked here. */
  readonly questionsOfLogs: number;
  readonly metricNames: ReadonlySet<string>;
  readonly pages: readonly PageEvent[];
  /** Workloads that nodes have no image for. */
  readonly leftOut: readonly string[];
}

const jobs: readonly string[] = [
  ...podScrapes.map(({ workload }) => workload),
  ...addonScrapes.map(({ job }) => job),
  ...nodeScrapes.map(({ job }) => job),
  scrapeJobs.blackbox,
];

const sources = Object.values<MetricSource>(metricSources);

/** Names of the series of sources that nothing shows here. */
function absentNames(absentJobs: readonly string[]): ReadonlySet<string> {
  // No report on cost is put into the cluster.
  const isAbsent = ({ jobs: of, title }: MetricSource): boolean =>
    title === metricSources.cost.title || (of.length > 0 && of.every((job) => absentJobs.includes(job)));
  const absent = sources.filter(isAbsent);
  return new Set(absent.flatMap(({ metrics }) => metrics.flatMap(seriesNames)));
}

const words = (expression: string): readonly string[] => expression.match(/[a-z_][a-zA-Z0-9_:]*/g) ?? [];

export function judgeWatch(watch: Watch): ScenarioResult {
  const { targets, failingRules, alerts, panels, metricNames, pages, leftOut, questionsOfLogs } = watch;
  const down = targets.filter(({ isUp }) => !isUp);
  const found = new Set(targets.map(({ job }) => job));
  const absentJobs = jobs.filter((job) => !found.has(job));
  const unexplained = absentJobs.filter((job) => !leftOut.some((name) => name.split('/')[0] === job));
  const absent = absentNames(absentJobs);
  const isSynthetic = ({ expression }: PanelQuestion): boolean =>
    words(expression).some((word) => absent.has(word));
  const synthetic = panels.filter(isSynthetic);
  const asked = panels.filter((panel) => !isSynthetic(panel));
  const empty = asked.filter(({ series }) => series === 0);
  const firing = alerts.filter(({ name, state }) => state === 'firing' && name !== 'Watchdog');
  const critical = firing.filter(({ labels }) => labels.severity === 'critical');
  const mild = firing.filter((alert) => !critical.includes(alert));
  const paged = pages.filter(isPage);
  const unseen = sources
    .filter(({ jobs: of }) => of.length > 0 && of.every((job) => found.has(job)))
    .flatMap(({ metrics }) => metrics)
    .filter((metric) => !seriesNames(metric).some((name) => metricNames.has(name)))
    .map(({ name }) => name);
  return {
    figure: `${targets.length - down.length} of ${targets.length} targets up; ${asked.length - empty.length} of ${asked.length} questions of panels with data, ${synthetic.length} more ask what cannot run here and ${questionsOfLogs} ask for logs; ${paged.length} pages (none may be)`,
    figures: {
      targets: targets.length,
      targetsDown: down.length,
      questions: asked.length,
      questionsWithoutData: empty.length,
      questionsSynthetic: synthetic.length,
      falsePages: paged.length,
      alertsFiring: firing.length,
    },
    faults: [
      ...down.map(({ job, instance, lastError }) => `${job} ${instance} is down: ${lastError}`),
      ...unexplained.map((job) => `${job} has no target`),
      ...failingRules,
      ...empty.map(({ panel, error, expression }) => `${panel}: ${error ?? 'no data'}: ${expression}`),
      ...critical.map(({ name, labels }) => `${name} fires: ${JSON.stringify(labels)}`),
      ...paged.map(({ payload }) => `somebody was paged: ${payload?.summary}`),
      ...(alerts.some(({ name }) => name === 'Watchdog') ? [] : ['Watchdog does not fire']),
    ],
    notes: [
      // A machine that is full, or busy with other work, is no fault of the platform.
      ...mild.map(
        ({ name, labels }) => `${name} fires, which waits for the morning: ${JSON.stringify(labels)}`,
      ),
      ...(absentJobs.length > 0 ? [`nothing of ${absentJobs.join(', ')} runs here`] : []),
      ...(unseen.length > 0 ? [`of the catalogue nobody has shown: ${unseen.join(', ')}`] : []),
    ],
  };
}
