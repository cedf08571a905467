import { entranceAnswers } from '../../rehearsal/scenarios/edge/answers';
import { certificates } from '../../rehearsal/scenarios/edge/certificates';
import { clientRate } from '../../rehearsal/scenarios/edge/client-rate';
import { handshakes } from '../../rehearsal/scenarios/edge/handshakes';
import { stickySockets } from '../../rehearsal/scenarios/edge/sticky-sockets';
import { isolationAttacks } from '../../rehearsal/scenarios/isolation/isolation-attacks';
import { packetFlows } from '../../rehearsal/scenarios/packet-flows';
import { rollOut } from '../../rehearsal/scenarios/roll-out';
import type { Scenario } from '../../rehearsal/scenarios/scenario';
import { tenantLife } from '../../rehearsal/scenarios/tenant/tenant-life';

/**
 * What every run of CI plays on real nodes. What waits for minutes by design (failovers, rotations, rolls under requests,
 * the restore drill) is played when the check is asked for by its name.
 */
export const quickNodeScenarios: readonly Scenario[] = [
  rollOut,
  certificates,
  handshakes,
  entranceAnswers,
  clientRate,
  stickySockets,
  packetFlows,
  tenantLife,
  isolationAttacks,
];
