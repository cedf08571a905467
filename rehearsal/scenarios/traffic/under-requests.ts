import type { ScenarioResult, Stage } from '../scenario';
import { apiWorkload } from '../api-workload';
import { ConstantRequests, type Load } from './constant-requests';
import { EntranceRequests } from './entrance-requests';
import type { Traffic } from './steady-requests';

/** What happened while requests ran. */
export interface Happening {
  /** For people, such as `rolled in 41.0 s`. */
  readonly figure: string;
  readonly figures: Readonly<Record<string, number>>;
  readonly faults: readonly string[];
  /** Puts the cluster in order again, when no request is sent any more. */
  readonly restore?: () => Promise<void>;
}

const requestsPerSecond = 50;
/** Until everything that balances load knows of the last change, and a little more. */
const settleMilliseconds = 6000;

/** How long a client goes on asking when a node is lost: until the load balancer has missed two health checks, and again. */
const patienceSeconds = 20;

/**
 * Lets something happen while the API gets requests at a constant rate, none of which may fail: through the ingress where
 * there is one, else to its pods.
 * @param tries 1: each request once; 2: also a second time, and through the ingress for twenty seconds.
 */
export async function underRequests(
  stage: Stage,
  tries: Load['tries'],
  happen: () => Promise<Happening>,
): Promise<ScenarioResult> {
  const requests = await startRequests(stage, tries);
  const happening = await happen().catch(({ message }: Error): Happening => ({
    figure: 'broke off',
    figures: {},
    faults: [message],
  }));
  await new Promise((resolve) => setTimeout(resolve, settleMilliseconds));
  const { sent, failed, retried, slowestMilliseconds, reasons } = await requests.stop();
  await happening.restore?.();
  const again = tries > 1 || retried > 0 ? `, ${retried} answered when they were sent again` : '';
  return {
    figure: `${failed} of ${sent} requests failed (none may)${again}, slowest ${slowestMilliseconds} ms; ${happening.figure}`,
    figures: {
      requests: sent,
      failedRequests: failed,
      retriedRequests: retried,
      slowestMilliseconds,
      ...happening.figures,
    },
    faults: [...happening.faults, ...reasons.map((reason) => `a request failed: ${reason}`)],
  };
}

async function startRequests(
  { cluster }: Stage,
  tries: Load['tries'],
): Promise<{ readonly stop: () => Promise<Traffic> }> {
  const { api, network, real } = cluster;
  if (real) {
    const { entrance } = real.edge;
    return new EntranceRequests(entrance, {
      requestsPerSecond,
      patienceSeconds: tries > 1 ? patienceSeconds : 0,
    });
  }
  if (!network) throw new Error('Pods of this cluster cannot be reached from here.');
  return ConstantRequests.start(api, network, apiWorkload, { requestsPerSecond, tries });
}
