import { accept, type RenderedEnvironment } from '../../rehearsal/acceptance/acceptance';
import type { ApiObject } from '../../rehearsal/cluster/api-server';
import type { RehearsalCluster } from '../../rehearsal/cluster/rehearsal-cluster';
import { type Place, planted, withField } from './planted-objects';

interface AcceptanceFault extends Place {
  readonly fault: string;
  readonly change: (object: ApiObject) => ApiObject;
  /** What the API server says of it. */
  readonly words: RegExp;
}

const deployment = { kind: 'Deployment', name: 'api' };

export const acceptanceFaults: readonly AcceptanceFault[] = [
  {
    fault: 'a field is misspelt',
    ...deployment,
    change: (object) => withField(object, 'spec.template.spec.terminationGracePeriodSecond', 5),
    words: /terminationGracePeriodSecond/,
  },
  {
    fault: 'a field is of another type',
    ...deployment,
    change: (object) => withField(object, 'spec.minReadySeconds', 'five'),
    words: /minReadySeconds/,
  },
  {
    fault: 'a version of an API that is no more',
    kind: 'HorizontalPodAutoscaler',
    name: 'api',
    change: (object) => ({ ...object, apiVersion: 'autoscaling/v2beta2' }),
    words: /no matches for kind "HorizontalPodAutoscaler" in version "autoscaling\/v2beta2"/,
  },
  {
    fault: 'pods that may be root',
    ...deployment,
    change: (object) => withField(object, 'spec.template.spec.securityContext.runAsNonRoot', undefined),
    words: /would violate PodSecurity "restricted.*runAsNonRoot/,
  },
  {
    fault: 'a label that is too long',
    ...deployment,
    change: (object) => withField(object, 'metadata.labels.note', 'x'.repeat(64)),
    words: /must be no more than 63/,
  },
  {
    fault: 'a selector that does not fit the pods',
    ...deployment,
    change: (object) => withField(object, 'spec.selector.matchLabels', { 'app.kubernetes.io/name': 'other' }),
    words: /`selector` does not match template `labels`/,
  },
  {
    fault: 'two variables of one name',
    ...deployment,
    change: (object) => {
      const { env } = (object.spec as { template: { spec: { containers: { env: unknown[] }[] } } }).template
        .spec.containers[0]!;
      return withField(object, 'spec.template.spec.containers.0.env', [...env, env[0]]);
    },
    words: /duplicate/i,
  },
  {
    fault: 'a field that a published definition does not have',
    kind: 'NodePool',
    name: 'general',
    change: (object) => withField(object, 'spec.disruption.consolidateAfterwards', '1m'),
    words: /consolidateAfterwards/,
  },
  {
    fault: 'a field that the documented definition does not have',
    kind: 'NodeClass',
    name: 'platform',
    change: (object) => withField(object, 'spec.networkPolicies', 'DefaultDeny'),
    words: /networkPolicies/,
  },
];

/** @returns what the acceptance says of the fault, or null when it does not find it. */
export async function findsFault(
  cluster: RehearsalCluster,
  rendered: RenderedEnvironment,
  { change, words, ...place }: AcceptanceFault,
): Promise<string | null> {
  const { findings } = await accept(cluster, [planted(rendered, place, change)], { apply: false });
  return findings.find(({ message }) => words.test(message))?.message ?? null;
}
