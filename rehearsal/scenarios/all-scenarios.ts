import { autoscaling } from './autoscaling';
import { nodeDrain } from './node-drain';
import { nodeLoss } from './node-loss';
import { packetFlows } from './packet-flows';
import { rollOut } from './roll-out';
import { rollingUpdate } from './rolling-update';
import type { Scenario } from './scenario';

/**
 * In the order in which they run on one cluster. The first leaves everything rolled out for the others; the autoscaler
 * comes before a node is lost, because kwok reports no usage of pods on a node that was; the roll spreads pods anew, and a
 * drain leaves them where there was room.
 */
export const scenarios: readonly Scenario[] = [
  rollOut,
  packetFlows,
  autoscaling,
  rollingUpdate,
  nodeLoss,
  nodeDrain,
];
