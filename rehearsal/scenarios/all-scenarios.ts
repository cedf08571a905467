import { packetFlows } from './packet-flows';
import { rollOut } from './roll-out';
import type { Scenario } from './scenario';

/** In the order in which they run on one cluster: the first leaves everything rolled out for the others. */
export const scenarios: readonly Scenario[] = [rollOut, packetFlows];
