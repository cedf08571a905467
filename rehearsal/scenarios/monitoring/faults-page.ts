import { until } from '../../cluster/waiting';
import { edgeOf } from '../edge/edge-of';
import type { Scenario, ScenarioResult, Stage } from '../scenario';
import { alertsOf, judgePages, type Planted } from './judge-pages';
import { plantedFaults } from './planted-faults';

/**
 * A crash, a full disk, a silent database and an old certificate: each pages, with its runbook, in the time that its alert
 * promises, and nothing else does. The database is broken when the crash has been told, because it mutes what follows
 * from it.
 */
export const faultsPage: Scenario = {
  name: 'monitoring: faults page the right person',
  nodes: ['real'],
  hindrance: () => null,
  run: plantAll,
};

async function plantAll(stage: Stage): Promise<ScenarioResult> {
  const { pagerDuty } = edgeOf(stage);
  const before = pagerDuty.events.length;
  const planted: Planted[] = [];
  const mends: (() => Promise<void>)[] = [];
  const told = (alert: string): boolean =>
    pagerDuty.events.slice(before).some((event) => alertsOf(event).includes(alert));
  const toldOf = ({ alert, secondsMax, at }: Planted): Promise<void> =>
    until(alert, async () => told(alert), {
      // As long again, so that a late page is seen as late.
      seconds: Math.max(1, 2 * secondsMax - (Date.now() - at) / 1000),
      everyMilliseconds: 500,
    }).catch(() => undefined);
  const plant = async (alert: string): Promise<Planted> => {
    const fault = plantedFaults.find((one) => one.alert === alert)!;
    stage.progress(fault.words);
    const at = Date.now();
    mends.push(await fault.plant(stage));
    const one = { alert, secondsMax: fault.secondsMax, at };
    planted.push(one);
    return one;
  };
  try {
    await plant('CertificateAboutToExpire');
    await plant('VolumeNearlyFull');
    await toldOf(await plant('PodsCrashing'));
    const silent = await plant('DatabaseUnreachable');
    await toldOf(silent);
    // The application waits for it, and would be told of next.
    await mends.pop()!();
    for (const fault of planted) if (fault !== silent) await toldOf(fault);
  } finally {
    await Promise.all(mends.map((mend) => mend()));
  }
  const { events, refused } = pagerDuty;
  return judgePages({ planted, events: events.slice(before), refused, routingKey: routingKeyOf(stage) });
}

/** What Secrets Manager holds. */
function routingKeyOf({ cluster: { real } }: Stage): string {
  const { environment, outside } = real!;
  return outside.secrets[environment.observability.paging.routingKeySecretName ?? ''] ?? '';
}
