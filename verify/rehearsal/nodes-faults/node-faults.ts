import type { RenderedEnvironment } from '../../../rehearsal/acceptance/acceptance';
import { autoscalingByRequests } from '../../../rehearsal/scenarios/autoscaling';
import { handshakes } from '../../../rehearsal/scenarios/edge/handshakes';
import { stickySockets } from '../../../rehearsal/scenarios/edge/sticky-sockets';
import { realNodeDrain } from '../../../rehearsal/scenarios/node-drain';
import { packetFlows } from '../../../rehearsal/scenarios/packet-flows';
import { rollWithin, rollingUpdate } from '../../../rehearsal/scenarios/rolling-update';
import type { Scenario } from '../../../rehearsal/scenarios/scenario';
import { type Place, planted, withField } from '../planted-objects';

export interface NodeFault {
  readonly fault: string;
  readonly scenario: Pick<Scenario, 'name' | 'run'>;
  /** @throws Error when there is nothing to plant it in. */
  readonly plant: (rendered: RenderedEnvironment) => RenderedEnvironment;
  /** What one of the scenario's faults says. */
  readonly words: RegExp;
}

const api: Place = { kind: 'Deployment', name: 'api' };

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
    words: /./,
  },
  {
    fault: 'an autoscaler that stops at six',
    scenario: autoscalingByRequests,
    plant: (rendered) =>
      planted(rendered, { kind: 'HorizontalPodAutoscaler', name: 'api' }, (object) =>
        withField(object, 'spec.maxReplicas', 6),
      ),
    words: /6 pods of 10 are Ready/,
  },
  {
    fault: 'all pods are replaced at one time',
    scenario: { ...rollingUpdate, run: (stage) => rollWithin(stage, 120) },
    plant: (rendered) =>
      planted(rendered, api, (object) => withField(object, 'spec.strategy', { type: 'Recreate' })),
    words: /a request failed/,
  },
  {
    fault: 'no disruption budget',
    scenario: realNodeDrain,
    plant: (rendered) => planted(rendered, { kind: 'PodDisruptionBudget', name: 'api' }, () => null),
    words: /only [01] of 3 pods were ready at one time/,
  },
  {
    fault: 'what no policy allows is not refused',
    scenario: packetFlows,
    plant: (rendered) => planted(rendered, { kind: 'NetworkPolicy', name: 'default-deny' }, () => null),
    words: /passes and is in no flow/,
  },
];
