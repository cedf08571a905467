import type { ScenarioResult, Stage } from '../scenario';
import { apiWorkload } from '../api-workload';
import { ConstantRequests, type Load } from './constant-requests';

/** What happened while requests ran. */
export interface Happening {
  /** For people, such as `rolled in 41.0 s`. */
  readonly figure: string;
  readonly figures: Readonly<Record<string, number>>;
  readonly faults: readonly string[];
}

const requestsPerSecond = 50;
/** Until everything that balances load knows of the last change, and a little more. */
const settleMilliseconds = 6000;

/** Lets something happen while the API gets requests at a constant rate, none of which may fail. */
export async function underRequests(
  { cluster }: Stage,
  tries: Load['tries'],
  happen: () => Promise<Happening>,
): Promise<ScenarioResult> {
  if (!cluster.network) throw new Error('Pods of this cluster cannot be reached from here.');
  const requests = await ConstantRequests.start(cluster.api, cluster.network, apiWorkload, {
    requestsPerSecond,
    tries,
  });
  const happening = await happen().catch(({ message }: Error): Happening => ({
    figure: 'broke off',
    figures: {},
    faults: [message],
  }));
  await new Promise((resolve) => setTimeout(resolve, settleMilliseconds));
  const { sent, failed, retried, slowestMilliseconds, reasons } = await requests.stop();
  const again = tries > 1 ? `, ${retried} answered by a second pod` : '';
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
