import type { RenderedEnvironment } from '../../../rehearsal/acceptance/acceptance';
import { autoscalingByRequests } from '../../../rehearsal/scenarios/autoscaling';
import { handshakes } from '../../../rehearsal/scenarios/edge/handshakes';
import { stickySockets } from '../../../rehearsal/scenarios/edge/sticky-sockets';
import { realNodeDrain } from '../../../rehearsal/scenarios/node-drain';
import { packetFlows } from '../../../rehearsal/scenarios/packet-flows';
import { rollWithin, rollingUpdate } from '../../../rehearsal/scenarios/rolling-update';
import type { Scenario } from '../../../rehearsal/scenarios/scenario';
import { planted, withField } from '../planted-objects';
import { type WorkloadFault, workloadFaults } from '../workload-faults';

export interface NodeFault extends WorkloadFault {
  readonly scenario: Pick<Scenario, 'name' | 'run'>;
}

/** The proxy's configuration is never changed: another one has another name, and so other pods. */
function withConfiguration(rendered: RenderedEnvironment, right: string, wrong: string): RenderedEnvironment {
  const objects = rendered.charts.flatMap((chart) => chart.objects);
  const isSpoilt = (text: string): boolean => text.includes('traefik.yaml') && text.includes(right);
  const name = objects.find((object) => object.kind === 'ConfigMap' && isSpoilt(JSON.stringify(object)))
    ?.metadata.name;
  if (name === undefined) throw new Error(`the proxy's configuration does not say ${right}`);
  const text = JSON.stringify(rendered).replaceAll(name, `${name}-spoilt`).replaceAll(right, wrong);
  return JSON.parse(text) as RenderedEnvironment;
}

/** Faults that only real containers, kernels and packets can show; the others are planted on fake nodes. */
export const nodeFaults: readonly NodeFault[] = [
  {
    fault: 'TLS 1.2 is allowed',
    scenario: handshakes,
    plant: (rendered) => withConfiguration(rendered, 'VersionTLS13', 'VersionTLS12'),
    words: /^TLS 1\.2 is accepted/,
  },
  {
    fault: 'sockets have no cookie that leads them back to their pod',
    scenario: stickySockets,
    plant: (rendered) =>
      planted(rendered, { kind: 'Service', name: 'realtime-sticky' }, (object) =>
        withField(object, 'metadata.annotations', {}),
      ),
    words: /^sockets are refused or cut off|^\d+ of \d+ sockets are connected after/,
  },
  // Before what makes the API's autoscaler add pods: with more of them one node may be without all of its own.
  { ...workloadFaults.noDisruptionBudget, scenario: realNodeDrain },
  {
    ...workloadFaults.allAtOneTime,
    scenario: { ...rollingUpdate, run: (stage) => rollWithin(stage, 120) },
  },
  {
    fault: 'what no policy allows is not refused',
    scenario: packetFlows,
    plant: (rendered) => planted(rendered, { kind: 'NetworkPolicy', name: 'default-deny' }, () => null),
    words: /passes and is in no flow/,
  },
  { ...workloadFaults.autoscalerStopsAtSix, scenario: autoscalingByRequests },
];
