import { setTimeout as sleep } from 'node:timers/promises';
import type { ContractRun, Replica } from '../contract-run';
import type { Ended } from '../pod/instance';
import { bridged, fails, holds, type Point, unchecked } from '../point';
import { HeldRequests } from '../probes/held-requests';
import { Load } from '../probes/load';
import { loadConcurrency } from './load';

const heldRequests = 20;
const underLoadMilliseconds = 500;
const afterSignalMilliseconds = 500;
const heldSeconds = 5;
/** 143 is what programs end with that pass SIGTERM on. */
const cleanCodes: readonly number[] = [0, 143];

interface Stop {
  readonly cut: number;
  readonly refused: number;
  readonly ended: Ended | null;
  readonly seconds: number;
}

/** Stops a replica in the middle of a load, and another after the pause that the platform makes before SIGTERM. */
export async function checkStopping(run: ContractRun, replica: Replica): Promise<Point[]> {
  const atOnce = await stopUnderLoad(run, replica, { afterPause: false });
  const next = await run.replica();
  if (!next) return [unchecked('in-flight', 'a second replica did not start'), stopsPoint(run, [atOnce])];
  const paused = await stopUnderLoad(run, next, { afterPause: true });
  return [inFlightPoint(run, atOnce, paused), stopsPoint(run, [atOnce, paused])];
}

/**
 * Before SIGTERM Kubernetes takes a pod out of the endpoints, and the pod then waits `drainSeconds`: with `afterPause`
 * nothing new comes and what is in flight has ended. Without it the signal meets a load and requests half sent.
 */
async function stopUnderLoad(
  { application }: ContractRun,
  { instance, port }: Replica,
  { afterPause }: { readonly afterPause: boolean },
): Promise<Stop> {
  const path = application.probes.live.path;
  const load = new Load({ port, paths: [path], concurrency: loadConcurrency });
  const held = await HeldRequests.open(port, path, heldRequests);
  await sleep(underLoadMilliseconds);
  const before = afterPause ? await held.finish(heldSeconds) : null;
  if (afterPause) await load.stop();
  const signalled = Date.now();
  instance.terminate();
  if (!afterPause) await sleep(afterSignalMilliseconds);
  const inFlight = before ?? (await held.finish(heldSeconds));
  const result = await load.stop();
  const ended = await instance.end(application.shutdownSeconds - (Date.now() - signalled) / 1000);
  const seconds = (Date.now() - signalled) / 1000;
  await instance.kill();
  return { cut: inFlight.cut + result.cutAnswers, refused: result.refused + result.broken, ended, seconds };
}

function inFlightPoint({ application: { drainSeconds } }: ContractRun, atOnce: Stop, paused: Stop): Point {
  const refused = `${atOnce.refused} new ones were refused after it, which the pause of ${drainSeconds} s before SIGTERM keeps away`;
  if (atOnce.cut === 0) return holds('in-flight', `0 of ${heldRequests} cut under load; ${refused}`);
  const evidence = `${atOnce.cut} requests in flight were cut at SIGTERM`;
  const remedy =
    'on SIGTERM stop listening, let the requests in flight end, then exit (Node: server.close())';
  return paused.cut === 0
    ? bridged(
        'in-flight',
        `${evidence}, 0 after the pause that application.drainSeconds: ${drainSeconds} makes before it`,
        `${remedy}; until then application.drainSeconds must cover the longest request`,
      )
    : fails('in-flight', `${evidence}, ${paused.cut} even after a pause`, remedy);
}

function stopsPoint({ application: { shutdownSeconds } }: ContractRun, stops: readonly Stop[]): Point {
  const late = stops.find(({ ended }) => ended === null);
  if (late) {
    return fails(
      'stops',
      `it still ran ${shutdownSeconds} s after SIGTERM, and is killed then`,
      `handle SIGTERM in the first process of the image (ENTRYPOINT in its JSON form, no shell before it), or raise application.shutdownSeconds (${shutdownSeconds})`,
    );
  }
  const unclean = stops.find(({ ended }) => ended && !cleanCodes.includes(ended.code));
  if (unclean) {
    return fails(
      'stops',
      `it ended with code ${unclean.ended?.code} after SIGTERM`,
      'end with code 0: another one looks like a crash',
    );
  }
  const slowest = Math.max(...stops.map(({ seconds }) => seconds));
  return holds(
    'stops',
    `code ${stops[0]?.ended?.code}, at most ${slowest.toFixed(1)} of ${shutdownSeconds} s after SIGTERM`,
  );
}
