import { setTimeout as sleep } from 'node:timers/promises';
import { inhibitions } from '../../charts/monitoring/inhibitions';
import { ruleGroups } from '../../charts/platform';
import { production } from '../../config/environments/production';
import { Authority } from '../../rehearsal/cluster/certificates';
import { findProgram } from '../../rehearsal/programs/find-program';
import { kubernetesRelease } from '../../rehearsal/programs/kubernetes-release';
import type { Check } from '../check';
import type { PostedAlert, RunningAlertmanager } from '../pages/running-alertmanager';
import { progress } from '../rehearsal/progress';
import { temporaryFolder } from '../temporary-folder';
import { ClusterOfAlertmanagers } from './alertmanager-cluster';
import { AlertmanagerTeams } from './alertmanager-teams';
import { judgeToldOnce } from './judge-told-once';

/** Alertmanager's wait for more alerts, its second pod's for the first, and what is on its way. */
const toldSeconds = 15 + 15 + 10;

const wanted = ['TasksWaitLong', 'NodeLost'];

/** One alert of its own, and a lost node with all that follows from it. */
function alerts(): readonly PostedAlert[] {
  const follows = inhibitions.filter(({ by }) => by.includes('NodeLost')).flatMap(({ muted }) => muted);
  return ruleGroups(production).flatMap(({ name: component, alerts: rules }) =>
    rules
      .filter(({ name }) => [...wanted, ...follows].includes(name))
      .map(({ name, severity, owner, summary }) => ({
        labels: { alertname: name, severity, owner, component },
        annotations: { summary },
      })),
  );
}

/** What is claimed, whether it holds, and what was seen. */
type Claim = readonly [what: string, holds: boolean, seen: string];

/** Alertmanager in two, as production runs it: told the same, it pages once, and lets no stranger in. */
export const runningAlertmanagersCheck: Check = {
  name: 'alerts: two Alertmanagers page once',
  async run() {
    const release = kubernetesRelease(production.cluster.kubernetesVersion);
    const program = await findProgram('alertmanager', release, progress);
    const folder = temporaryFolder('alertmanagers');
    const teams = await AlertmanagerTeams.open(program, folder, production);
    try {
      const claims = await claimsOf(teams, folder);
      for (const [what, holds] of claims) progress(`${holds ? 'ok' : 'not so'}: ${what}`);
      const failures = claims.flatMap(([what, holds, seen]) =>
        holds ? [] : [`it does not hold that ${what}: ${seen}`],
      );
      return { passed: claims.length - failures.length, failures };
    } finally {
      await teams.stop();
    }
  },
};

async function claimsOf(teams: AlertmanagerTeams, folder: string): Promise<readonly Claim[]> {
  const authority = Authority.create(folder);
  const name = 'alertmanager-cluster';
  const identity = {
    authority: authority.pair.certificate,
    pair: authority.sign('member', `/CN=${name}`, [`DNS:${name}`]),
  };
  const cluster = await ClusterOfAlertmanagers.of(2, folder);
  const first = await teams.start('pair', cluster.member(0, identity));
  const second = await teams.start('pair', cluster.member(1, identity));
  const planted = [
    await teams.start('alone'),
    await teams.start('alone'),
    await teams.start('unmuted', undefined, { inhibit_rules: [] }),
  ];
  await untilMembers(first, 2);
  await Promise.all([first, second, ...planted].map((one) => one.tell(alerts())));
  const stranger = await teams.start('stranger', await cluster.stranger('stranger', identity, false));
  await sleep(toldSeconds * 1000);
  const withStranger = [await first.members(), await stranger.members()].join(' and ');
  await teams.start('known', await cluster.stranger('known', identity, true));
  const withKnown = await untilMembers(first, 3);
  const [pair, alone, unmuted] = ['pair', 'alone', 'unmuted'].map((team) =>
    judgeToldOnce(wanted, teams.eventsOf(team)),
  ) as [readonly string[], readonly string[], readonly string[]];
  return [
    ['two page once, and of a lost node alone', pair.length === 0, pair.join('; ')],
    [
      'two that do not know one another are seen to page twice',
      alone.includes('NodeLost was told 2 times'),
      alone.join('; '),
    ],
    [
      'what nothing mutes is seen to page besides',
      unmuted.includes('PoolerDown was told besides'),
      unmuted.join('; '),
    ],
    ['a peer without a certificate stays alone', withStranger === '2 and 1', `${withStranger} members`],
    ['a peer with one is let in', withKnown === 3, `${withKnown} members`],
    ['PagerDuty takes every event', teams.refused.length === 0, teams.refused.join('; ')],
  ];
}

/** @returns how many there are in the end. */
async function untilMembers(alertmanager: RunningAlertmanager, count: number): Promise<number> {
  for (const end = Date.now() + 20_000; Date.now() < end; await sleep(250)) {
    if ((await alertmanager.members()) === count) return count;
  }
  return alertmanager.members();
}
