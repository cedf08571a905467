import { setTimeout as sleep } from 'node:timers/promises';
import { type ContractRun, type Replica, until } from '../contract-run';
import { lastWords } from '../pod/last-words';
import { fails, holds, notApplicable, type Point, type PointId, unchecked } from '../point';
import { WatchedProbes } from '../probes/watched-probes';

const ids = [
  'ready-without-database',
  'alive-without-database',
  'recovers-database',
] as const satisfies readonly PointId[];

/** A failover stalls first; the ready probe waits 2 s for an answer. */
const stalledSeconds = 2.5;
const noticeSeconds = 10;
/** For a process that dies of the cut connections a moment later. */
const afterwardsMilliseconds = 1500;

/** Takes the database away as a failover does: no answers at first, then no connections; and brings it back. */
export async function checkDatabaseLoss(run: ContractRun, replica: Replica): Promise<Point[]> {
  if (run.input.without.includes('database')) return ids.map((id) => notApplicable(id, '--without database'));
  const { gate } = run.stores;
  const { ready, live, startupSecondsMax } = run.application.probes;
  const readyBefore = await run.becomesReady(replica, 2);
  const probes = new WatchedProbes(replica, { ready: ready.path, live: live.path });
  gate.stall();
  await sleep(stalledSeconds * 1000);
  gate.refuse();
  await until(noticeSeconds, async () => (replica.instance.ended || probes.ready === false ? true : null));
  await sleep(afterwardsMilliseconds);
  const away = { noticed: probes.ready === false, told: probes.readyTold };
  gate.open();
  const back = Date.now();
  const recovered = await until(startupSecondsMax, async () =>
    replica.instance.ended ? false : probes.ready || null,
  );
  const seconds = ((Date.now() - back) / 1000).toFixed(1);
  await probes.stop();

  const { ended, log } = replica.instance;
  if (ended) {
    return [
      unchecked('ready-without-database', 'it ended'),
      fails(
        'alive-without-database',
        `it ended with code ${ended.code}; its last words: ${lastWords(log, run.variables.secrets)}`,
        "handle errors of idle connections (node-postgres: pool.on('error', …)); else every failover restarts all pods at once",
      ),
      unchecked('recovers-database', 'it ended'),
    ];
  }
  return [
    readyPoint(readyBefore, away),
    probes.notAlive === null
      ? holds('alive-without-database', `GET ${live.path} went on answering`)
      : fails(
          'alive-without-database',
          probes.notAlive,
          'do not ask the database there: Kubernetes restarts pods that are not alive, which mends no database; or set application.probes.live to a path that does not ask',
        ),
    recoveryPoint(readyBefore, recovered, seconds, startupSecondsMax),
  ];
}

function readyPoint(before: boolean, away: { readonly noticed: boolean; readonly told: string }): Point {
  if (!before) return unchecked('ready-without-database', 'it was not ready before');
  return away.noticed
    ? holds('ready-without-database', away.told)
    : fails(
        'ready-without-database',
        `${away.told}, ${noticeSeconds} s after the database went away`,
        'ask the database there (SELECT 1, with a timeout of a second); no setting bridges it: traffic goes on to a replica that cannot serve it',
      );
}

function recoveryPoint(before: boolean, recovered: boolean, seconds: string, patience: number): Point {
  if (!before) return unchecked('recovers-database', 'it was not ready before');
  return recovered
    ? holds('recovers-database', `ready ${seconds} s after the database was back`)
    : fails(
        'recovers-database',
        `not ready ${patience} s after the database was back`,
        'open new connections when old ones break (a pool does), with a connection timeout',
      );
}
