import { InputError } from '../../config/errors';
import type { Nodes } from '../cluster/rehearsal-cluster';
import { autoscaling, autoscalingByRequests } from './autoscaling';
import { credentialRotation } from './credentials/credential-rotation';
import { databaseFailover } from './database/failover';
import { entranceAnswers } from './edge/answers';
import { certificates } from './edge/certificates';
import { clientRate } from './edge/client-rate';
import { handshakes } from './edge/handshakes';
import { proxyRoll } from './edge/proxy-roll';
import { socketsUnderLoad, thousandSockets } from './edge/sockets-under-load';
import { stickySockets } from './edge/sticky-sockets';
import { isolationAttacks } from './isolation/isolation-attacks';
import { everythingWatched } from './monitoring/everything-watched';
import { faultsPage } from './monitoring/faults-page';
import { nodeDrain, realNodeDrain } from './node-drain';
import { nodeLoss } from './node-loss';
import { packetFlows } from './packet-flows';
import { poolerRestart } from './pooling/pooler-restart';
import { queueDepth } from './queue/queue-depth';
import { restoreDrill } from './restore/restore-drill';
import { rollOut } from './roll-out';
import { rollingUpdate } from './rolling-update';
import type { Scenario } from './scenario';
import { tenantLife } from './tenant/tenant-life';
import { workerDeath } from './workflows/worker-death';

/**
 * In the order in which they run on one cluster. The first leaves everything rolled out for the others; the autoscaler
 * comes before a node is lost, because kwok reports no usage of pods on a node that was; the roll spreads pods anew, and a
 * drain leaves them where there was room. What destroys the most comes last.
 */
export const scenarios: readonly Scenario[] = [
  rollOut,
  certificates,
  handshakes,
  entranceAnswers,
  clientRate,
  stickySockets,
  everythingWatched,
  packetFlows,
  socketsUnderLoad,
  proxyRoll,
  autoscaling,
  autoscalingByRequests,
  rollingUpdate,
  nodeLoss,
  nodeDrain,
  tenantLife,
  workerDeath,
  queueDepth,
  databaseFailover,
  poolerRestart,
  isolationAttacks,
  credentialRotation,
  restoreDrill,
];

/** Played when they are named: nobody has seen the first two pass here, and the last waits longer than all others together. */
export const onlyNamed: readonly Scenario[] = [realNodeDrain, thousandSockets, faultsPage];

/**
 * The scenarios for a kind of nodes whose names have one of some words in them, and the roll-out, without which none can
 * be played.
 * @param words none: all scenarios for these nodes that are proven.
 * @throws InputError with each word that none of them has.
 */
export function chosenScenarios(nodes: Nodes, words: readonly string[]): readonly Scenario[] {
  const forNodes = (scenario: Scenario): boolean => scenario.nodes.includes(nodes);
  const playable = [...scenarios, ...onlyNamed].filter(forNodes);
  const unknown = words.filter((word) => !playable.some(({ name }) => name.includes(word)));
  if (unknown.length > 0) {
    const names = playable.map(({ name }) => name).join('; ');
    const allowed =
      playable.length > 0 ? `a part of: ${names}` : 'nothing: such a cluster plays no scenarios';
    throw new InputError(
      '--only',
      unknown.map((got) => ({ field: 'scenario', got, allowed })),
    );
  }
  if (words.length === 0) return scenarios.filter(forNodes);
  return playable.filter(
    (scenario) => scenario === rollOut || words.some((word) => scenario.name.includes(word)),
  );
}
