import type { KubernetesObject } from '../../../charts/rendered-chart';
import { podLabels } from '../../../config/contract';
import { isLiteral } from './command-options';
import type { DocumentedCommand } from './page-commands';

export interface KnownObjects {
  /** What charts render. */
  readonly objects: readonly KubernetesObject[];
  readonly namespaces: ReadonlySet<string>;
  /** Those of Kubernetes and of add-ons, whose objects nobody here renders. */
  readonly foreignNamespaces: ReadonlySet<string>;
}

/** Kinds by the names that kubectl takes, of what no chart renders or what has other names than its own and its plural. */
const otherTypes: Readonly<Record<string, string>> = {
  all: '*',
  certificaterequests: 'CertificateRequest',
  challenges: 'Challenge',
  crd: 'CustomResourceDefinition',
  deploy: 'Deployment',
  events: 'Event',
  hpa: 'HorizontalPodAutoscaler',
  ingress: 'Ingress',
  ns: 'Namespace',
  node: 'Node',
  nodeclaims: 'NodeClaim',
  nodeclasses: 'NodeClass',
  nodes: 'Node',
  orders: 'Order',
  pdb: 'PodDisruptionBudget',
  pod: 'Pod',
  pods: 'Pod',
  pv: 'PersistentVolume',
  pvc: 'PersistentVolumeClaim',
  quota: 'ResourceQuota',
  replicasets: 'ReplicaSet',
  rs: 'ReplicaSet',
  secret: 'Secret',
  secrets: 'Secret',
  svc: 'Service',
  volumeattachments: 'VolumeAttachment',
};

/** Options of kubectl that take the next word. */
const valued = new Set(
  (
    '-n --namespace -l --selector -o --output -c --container --context -L --label-columns --field-selector --sort-by ' +
    '--since --tail --for --timeout --replicas --grace-period -f --filename -p --patch --type --image --duration'
  ).split(' '),
);

/** How many words are the command itself; those after them name objects. */
const longVerbs = new Set(['rollout', 'config', 'auth', 'top']);
const withoutObjects = new Set([
  'apply',
  'diff',
  'config',
  'auth',
  'version',
  'api-resources',
  'cluster-info',
  'run',
]);
const onNodes = new Set(['cordon', 'uncordon', 'drain']);
/** A bare name is a pod's. */
const onPods = new Set(['logs', 'exec', 'port-forward']);

/** What a `kubectl` command names that no chart renders. */
export function kubectlFaults({ words }: DocumentedCommand, known: KnownObjects): string[] {
  const [, ...all] = words;
  const { options, rest } = split(all);
  const [verb = ''] = rest;
  const namespace = (options.get('-n') ?? options.get('--namespace'))?.[0];
  const faults: string[] = [];
  if (namespace && isLiteral(namespace) && !known.namespaces.has(namespace)) {
    faults.push(`there is no namespace ${namespace}`);
  }
  for (const selector of [...(options.get('-l') ?? []), ...(options.get('--selector') ?? [])]) {
    faults.push(...selectorFaults(selector, namespace, known));
  }
  if (withoutObjects.has(verb) || onNodes.has(verb) || onPods.has(verb)) {
    return onPods.has(verb) ? [...faults, ...slashFaults(rest.slice(1, 2), namespace, known)] : faults;
  }
  const named = rest.slice(longVerbs.has(verb) ? 2 : 1);
  if (verb === 'top') return faults;
  if (named[0]?.includes('/')) return [...faults, ...slashFaults(named, namespace, known)];
  const [types = '', ...names] = named;
  return [...faults, ...types.split(',').flatMap((type) => objectFaults(type, names, namespace, known))];
}

function split(words: readonly string[]): { options: Map<string, string[]>; rest: string[] } {
  const options = new Map<string, string[]>();
  const rest: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') break;
    if (!word.startsWith('-')) {
      rest.push(word);
      continue;
    }
    const [name = '', inline] = word.split(/=(.*)/s);
    const value = inline ?? (valued.has(name) ? words[(at += 1)] : undefined);
    options.set(name, [...(options.get(name) ?? []), ...(value === undefined ? [] : [value])]);
  }
  return { options, rest };
}

/** `TYPE/NAME` words; labels and ports beside them are none. */
const slashFaults = (
  words: readonly string[],
  namespace: string | undefined,
  known: KnownObjects,
): string[] =>
  words
    .filter((word) => /^[\w.]+\/[\w.-]+$/.test(word))
    .flatMap((word) => {
      const [type = '', name = ''] = word.split('/');
      return objectFaults(type, [name], namespace, known);
    });

function objectFaults(
  type: string,
  names: readonly string[],
  namespace: string | undefined,
  { objects, foreignNamespaces }: KnownObjects,
): string[] {
  if (!isLiteral(type)) return [];
  const kind = kindOf(type, objects);
  if (!kind) return [`kubectl knows no ${type} here`];
  if (foreignNamespaces.has(namespace ?? '')) return [];
  const ofKind = objects.filter((object) => object.kind === kind);
  if (ofKind.length === 0) return [];
  const isNamespaced = ofKind.some(({ metadata }) => metadata.namespace);
  if (isNamespaced && names.length > 0 && !namespace)
    return [`${type} ${names.join(' ')}: in which namespace?`];
  return names
    .filter((name) => isLiteral(name) && !/[=:]/.test(name) && !name.endsWith('-'))
    .filter((name) => !ofKind.some(({ metadata }) => metadata.name === name && inside(metadata, namespace)))
    .map((name) => `there is no ${kind} ${name}${namespace ? ` in ${namespace}` : ''}`);
}

const inside = (metadata: KubernetesObject['metadata'], namespace: string | undefined): boolean =>
  !metadata.namespace || !namespace || !isLiteral(namespace) || metadata.namespace === namespace;

function kindOf(type: string, objects: readonly KubernetesObject[]): string | undefined {
  const typed = type.toLowerCase();
  return (
    otherTypes[typed] ??
    otherTypes[plural(typed)] ??
    objects
      .map(({ kind }) => kind)
      .find((kind) => [kind.toLowerCase(), plural(kind.toLowerCase())].includes(typed))
  );
}

const plural = (word: string): string =>
  word.endsWith('y') ? `${word.slice(0, -1)}ies` : word.endsWith('s') ? `${word}es` : `${word}s`;

/** A selector of ours by name must find pods of some workload in the namespace. */
function selectorFaults(
  selector: string,
  namespace: string | undefined,
  { objects }: KnownObjects,
): string[] {
  const [, name] = new RegExp(`^${podLabels.name}=([^,]+)$`).exec(selector) ?? [];
  if (!name || !isLiteral(name)) return [];
  const found = objects.some(
    ({ metadata }) => metadata.labels?.[podLabels.name] === name && inside(metadata, namespace),
  );
  return found ? [] : [`nothing${namespace ? ` in ${namespace}` : ''} has the label ${selector}`];
}
