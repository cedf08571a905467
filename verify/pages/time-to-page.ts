import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import type { Alert, RuleGroup } from '../../charts/alert';
import { ruleFile } from '../../charts/monitoring/rule-file';
import type { Environment } from '../../config/schema';
import { alertsOf, judgePages } from '../../rehearsal/scenarios/monitoring/judge-pages';
import type { ScenarioResult } from '../../rehearsal/scenarios/scenario';
import type { PagerDuty, PageEvent } from '../../servers/pagerduty/pager-duty';
import type { AlertCase } from '../../test/alerts/alert-case';
import { adaptedPrometheus, intervalsOf, renderedPaging } from './adapted-configuration';
import type { PageTrial } from './page-trials';
import { durationSeconds, promisedSeconds } from './promised-seconds';
import { type PagerDutyAt, RunningAlertmanager } from './running-alertmanager';
import { startRemembering } from './running-prometheus';
import { type SeriesExporter, targetsOf } from './series-exporter';
import { timelineOf } from './timeline';

/** As long after the promise a page is late and not absent. */
const latestSeconds = 300;

export interface PageTestBench {
  readonly programs: Readonly<Record<'prometheus' | 'promtool' | 'alertmanager', string>>;
  readonly folder: string;
  readonly environment: Environment;
  /** What Prometheus evaluates. */
  readonly rules: readonly RuleGroup[];
  readonly exporter: SeriesExporter;
  readonly pagerDuty: PagerDuty;
  readonly pagerDutyAt: PagerDutyAt;
}

/** What is played, and the alert as it is promised. */
export interface PlayedTrial {
  readonly trial: PageTrial;
  readonly alertCase: AlertCase;
  readonly alert: Alert;
  /** 32 characters by which PagerDuty knows its events from those of other trials. */
  readonly routingKey: string;
}

export interface TimeToPage extends ScenarioResult {
  readonly alert: string;
  readonly promisedSeconds: number;
  /** null: nobody was paged. */
  readonly measuredSeconds: number | null;
  /** Of them, how many the fault had lasted when Prometheus was started. */
  readonly rememberedSeconds: number;
}

/**
 * Plays an alert's test at its real pace to a Prometheus and an Alertmanager with an environment's configuration, until
 * somebody was paged, and as long afterwards as a further page may take.
 */
export async function timeToPage(bench: PageTestBench, played: PlayedTrial): Promise<TimeToPage> {
  const { environment, pagerDuty } = bench;
  const { trial, alertCase, alert, routingKey } = played;
  const folder = join(bench.folder, routingKey);
  mkdirSync(folder);
  const { route } = renderedPaging(environment);
  const alertmanager = await RunningAlertmanager.start({
    program: bench.programs.alertmanager,
    folder: join(folder, 'alertmanager'),
    configuration: renderedPaging(environment),
    routingKey,
    pagerDuty: bench.pagerDutyAt,
  });
  const { evaluation, scrapeOf } = intervalsOf(environment);
  const timeline = timelineOf(alertCase, trial, Math.ceil(Date.now() / 1000));
  const targets = targetsOf(timeline).map((target) => ({ ...target, path: bench.exporter.add(target) }));
  const scrapes = targets.map(({ job }) => durationSeconds(scrapeOf(job)));
  const secondsMax = promisedSeconds(alert, trial, {
    scrapeSeconds: Math.max(...scrapes),
    evaluationSeconds: durationSeconds(evaluation),
    groupWaitSeconds: durationSeconds(route.group_wait),
  });
  const rules = join(folder, 'rules.yml');
  writeFileSync(rules, stringify(ruleFile(bench.rules, environment)));
  const configurationFile = join(folder, 'prometheus.yml');
  const addresses = {
    exporter: bench.exporter.address,
    targets,
    alertmanager: `127.0.0.1:${alertmanager.port}`,
    rules,
  };
  writeFileSync(configurationFile, adaptedPrometheus(environment, addresses));
  const prometheus = await startRemembering({
    ...bench.programs,
    folder,
    configurationFile,
    timeline,
    everySeconds: durationSeconds(evaluation),
  });
  const events = (): PageEvent[] => pagerDuty.events.filter(({ routing_key: key }) => key === routingKey);
  try {
    const givenUpAt = (timeline.faultAt + secondsMax + latestSeconds) * 1000;
    const isTold = (): boolean => events().some((event) => alertsOf(event).includes(trial.alert));
    while (!isTold() && Date.now() < givenUpAt) await sleep(1000);
    await sleep((durationSeconds(route.group_interval) + durationSeconds(evaluation)) * 1000);
  } finally {
    await prometheus.end('SIGTERM');
    await alertmanager.stop();
  }
  const judged = judgePages({
    planted: [{ alert: trial.alert, secondsMax, at: timeline.faultAt * 1000 }],
    events: events(),
    refused: pagerDuty.refused,
    routingKey,
  });
  return {
    ...judged,
    alert: trial.alert,
    promisedSeconds: secondsMax,
    measuredSeconds: judged.figures[`secondsTo${trial.alert}`] ?? null,
    rememberedSeconds: Math.max(0, timeline.liveFrom - timeline.faultAt),
  };
}
