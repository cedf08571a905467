import type { Assessment, Json } from '../../change';
import { podTemplateOf, containersOf } from '../reading/pods';
import { at, enumerated, listAt, missingFrom, numberOf, textAt } from '../reading/values';
import type { KubernetesRule } from '../rule';

type Body = Parameters<typeof at>[0];

/** How far a pod can reach out of its container, each as words for a sentence; graver ones first. */
function weaknessesOf(template: Body): {
  readonly grave: readonly string[];
  readonly mild: readonly string[];
} {
  const all = containersOf(template);
  const pod = at(template, 'spec');
  const some = (words: string, test: (container: Json) => boolean): string[] =>
    all.filter(test).map((container) => `${textAt(container, 'name')} ${words}`);
  const flags = ['hostNetwork', 'hostPID', 'hostIPC'].filter((flag) => at(pod, flag) === true);
  return {
    grave: [
      ...some('is privileged', (container) => security(container, 'privileged') === true),
      ...some('runs as root', (container) => isRoot(pod, container)),
      ...some('has host ports', (container) =>
        listAt(container, 'ports').some((port) => at(port, 'hostPort') !== undefined),
      ),
      ...all.flatMap((container) =>
        listAt(container, 'securityContext', 'capabilities', 'add').map(
          (name) => `${textAt(container, 'name')} has ${String(name)}`,
        ),
      ),
      ...flags.map((flag) => `the pod has ${flag}`),
      ...listAt(pod, 'volumes')
        .filter((volume) => at(volume, 'hostPath') !== undefined)
        .map((volume) => `the pod mounts the node’s ${textAt(volume, 'hostPath', 'path')}`),
    ],
    mild: [
      ...some('can become root', (container) => security(container, 'allowPrivilegeEscalation') !== false),
      ...some('may run as root', (container) => !mustNotBeRoot(pod, container)),
      ...some(
        'can write its root file system',
        (container) => security(container, 'readOnlyRootFilesystem') !== true,
      ),
      ...some(
        'keeps all capabilities',
        (container) => !listAt(container, 'securityContext', 'capabilities', 'drop').includes('ALL'),
      ),
      ...some('has no seccomp profile', (container) => !isConfined(pod, container)),
      ...(at(pod, 'automountServiceAccountToken') === false
        ? []
        : ['the pod holds a token of the Kubernetes API']),
    ],
  };
}

const security = (container: Json, field: string): Body => at(container, 'securityContext', field);

const isRoot = (pod: Body, container: Json): boolean =>
  numberOf(security(container, 'runAsUser') ?? at(pod, 'securityContext', 'runAsUser')) === 0;

const mustNotBeRoot = (pod: Body, container: Json): boolean =>
  (security(container, 'runAsNonRoot') ?? at(pod, 'securityContext', 'runAsNonRoot')) === true;

const isConfined = (pod: Body, container: Json): boolean =>
  ['RuntimeDefault', 'Localhost'].includes(
    textAt(container, 'securityContext', 'seccompProfile', 'type') ||
      textAt(pod, 'securityContext', 'seccompProfile', 'type'),
  );

/** Pods that may do more than before on their node, and new ones that may do what only few have to. */
export const podSecurity: KubernetesRule = ({ before, after }) => {
  const [old, now] = [podTemplateOf(before), podTemplateOf(after)];
  if (!now) return [];
  const { grave, mild } = weaknessesOf(now);
  const known = old ? weaknessesOf(old) : { grave: [], mild: [] };
  const found = old ? missingFrom([...grave, ...mild], [...known.grave, ...known.mild]) : grave;
  const weaker = old ? found.filter((text) => !isOfNewContainer(text, old)) : found;
  if (weaker.length === 0) return [];
  return [
    {
      risk: 'exposure',
      why: `Whoever breaks into the pod gets further: ${enumerated(weaker)}.`,
      instead: 'Keep the restricted pod security standard, and give what is needed by a volume or a sidecar.',
    },
  ];
};

/** A new container is judged by the grave weaknesses alone, as a new pod is. */
function isOfNewContainer(text: string, old: Body): boolean {
  const isMild = /can become root|may run as root|can write|keeps all|no seccomp/.test(text);
  const names = containersOf(old).map((container) => textAt(container, 'name'));
  return isMild && !names.some((name) => text.startsWith(`${name} `));
}

const levels = ['restricted', 'baseline', 'privileged'];

/** What a namespace refuses. https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export const namespaceSecurity: KubernetesRule = ({ what, before, after }) => {
  if (after?.kind !== 'Namespace' || (what !== 'changed' && what !== 'added')) return [];
  const level = (body: Body): number => {
    const index = levels.indexOf(textAt(body, 'metadata', 'labels', 'pod-security.kubernetes.io/enforce'));
    return index < 0 ? levels.length - 1 : index;
  };
  const now = level(after.body);
  const isWeaker = before ? now > level(before.body) : now === levels.length - 1;
  return isWeaker
    ? [
        {
          risk: 'exposure',
          why: `The namespace admits ${now === 1 ? 'pods that run as root' : 'privileged pods'}.`,
          instead: 'Keep `restricted`, and give the one pod that needs more a namespace of its own.',
        } satisfies Assessment,
      ]
    : [];
};

/** A token of the Kubernetes API in all pods of an account. */
export const accountTokens: KubernetesRule = ({ before, after }) =>
  before &&
  after?.kind === 'ServiceAccount' &&
  at(before.body, 'automountServiceAccountToken') === false &&
  at(after.body, 'automountServiceAccountToken') !== false
    ? [{ risk: 'exposure', why: 'All pods of the account hold a token of the Kubernetes API.' }]
    : [];
