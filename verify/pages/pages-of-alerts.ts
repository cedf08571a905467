import type { RuleGroup } from '../../charts/alert';
import { ruleGroups } from '../../charts/platform';
import { production } from '../../config/environments/production';
import { findPrograms } from '../../rehearsal/programs/find-program';
import { kubernetesRelease } from '../../rehearsal/programs/kubernetes-release';
import { alertCases } from '../../test/alerts/all-cases';
import { progress } from '../rehearsal/progress';
import { temporaryFolder } from '../temporary-folder';
import { localPagerDuty } from './local-pager-duty';
import { type PageTrial, pageTrials } from './page-trials';
import { SeriesExporter } from './series-exporter';
import { type TimeToPage, timeToPage } from './time-to-page';

/**
 * Plays trials side by side, each to programs of its own, so that no alert mutes or joins another's.
 * @param rules that Prometheus evaluates; default: production's, which are what is promised.
 */
export async function pagesOfAlerts(
  trials: readonly PageTrial[] = pageTrials,
  rules: readonly RuleGroup[] = ruleGroups(production),
): Promise<readonly TimeToPage[]> {
  const release = kubernetesRelease(production.cluster.kubernetesVersion);
  const programs = await findPrograms(['prometheus', 'promtool', 'alertmanager'], release, progress);
  const folder = temporaryFolder('pages');
  const { pagerDuty, at: pagerDutyAt } = await localPagerDuty(folder);
  const exporter = await SeriesExporter.start();
  const bench = {
    programs,
    folder,
    environment: production,
    rules,
    exporter,
    pagerDuty,
    pagerDutyAt,
  };
  const promised = ruleGroups(production).flatMap(({ alerts }) => alerts);
  try {
    return await Promise.all(
      trials.map(async (trial, index) => {
        const cases = alertCases.filter(({ alert }) => alert === trial.alert);
        const played = {
          trial,
          alertCase: cases[trial.test ?? 0]!,
          alert: promised.find(({ name }) => name === trial.alert)!,
          routingKey: `${index}`.padStart(32, '0'),
        };
        const result = await timeToPage(bench, played);
        progress([result.figure, ...result.faults].join('; '));
        return result;
      }),
    );
  } finally {
    await exporter.stop();
    await pagerDuty.stop();
  }
}
