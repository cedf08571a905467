import type { Assessment, Json } from '../../change';
import { objectNamed } from '../reading/pods';
import { at, enumerated, type Found, listAt, missingFrom, textAt } from '../reading/values';
import type { KubernetesRule, World } from '../rule';

/** One right in the Kubernetes API. */
interface Right {
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
  /** `*`: objects of every name. */
  readonly name: string;
}

const isRole = (kind: string): boolean => kind === 'Role' || kind === 'ClusterRole';
const isBinding = (kind: string): boolean => kind === 'RoleBinding' || kind === 'ClusterRoleBinding';

/** Who may do more in the Kubernetes API. Fewer rights are safe. */
export const rbac: KubernetesRule = ({ before, after }, world) => {
  if (!after) return [];
  if (isRole(after.kind)) return before ? widerRole(before.body, after.body) : [];
  if (!isBinding(after.kind)) return [];
  return before ? widerBinding(before.body, after.body) : newBinding(after, world);
};

function widerRole(before: Found, after: Found): Assessment[] {
  const old = rightsOf(before);
  const more = rightsOf(after).filter((right) => !old.some((other) => includes(other, right)));
  return more.length > 0
    ? [{ risk: 'exposure', why: `The role may do more: ${enumerated(more.map(rightText))}.` }]
    : [];
}

function widerBinding(before: Found, after: Found): Assessment[] {
  const more = missingFrom(
    listAt(after, 'subjects').map(subjectText),
    listAt(before, 'subjects').map(subjectText),
  );
  return more.length > 0
    ? [{ risk: 'exposure', why: `${enumerated(more)} gets the rights of the role.` }]
    : [];
}

const builtIn = /^(cluster-admin|admin|edit|system:masters)$/;

/** A binding is harmless when its account is new too and its role gives nothing that leads further. */
function newBinding(
  binding: { readonly namespace: string | null; readonly body: Found },
  world: World,
): Assessment[] {
  const { namespace, body } = binding;
  const role = at(body, 'roleRef');
  const name = textAt(role, 'name');
  const defined = objectNamed(
    world.after,
    textAt(role, 'kind'),
    textAt(role, 'kind') === 'Role' ? namespace : null,
    name,
  );
  const grave = builtIn.test(name) ? [name] : rightsOf(defined?.body).filter(isGrave).map(rightText);
  const known = listAt(body, 'subjects').filter((subject) => isKnown(subject, world));
  if (grave.length > 0) {
    return [
      { risk: 'exposure', why: `${subjectsText(body)} gets rights that lead further: ${enumerated(grave)}.` },
    ];
  }
  return known.length > 0
    ? [{ risk: 'exposure', why: `${enumerated(known.map(subjectText))} gets the rights of ${name}.` }]
    : [];
}

/** Accounts that this change makes are new; users and groups are always there. */
const isKnown = (subject: Json, { before }: World): boolean =>
  textAt(subject, 'kind') !== 'ServiceAccount' ||
  objectNamed(before, 'ServiceAccount', textAt(subject, 'namespace'), textAt(subject, 'name')) !== undefined;

const subjectText = (subject: Found): string =>
  [textAt(subject, 'kind'), textAt(subject, 'namespace'), textAt(subject, 'name')]
    .filter((part) => part !== '')
    .join(' ');
const subjectsText = (body: Found): string => enumerated(listAt(body, 'subjects').map(subjectText));

const rightsOf = (body: Found): readonly Right[] =>
  listAt(body, 'rules').flatMap((rule) => {
    const of = (key: string, otherwise: string): readonly string[] => {
      const values = listAt(rule, key).map(String);
      return values.length > 0 ? values : [otherwise];
    };
    const resources = [...listAt(rule, 'resources'), ...listAt(rule, 'nonResourceURLs')].map(String);
    return of('apiGroups', '').flatMap((group) =>
      resources.flatMap((resource) =>
        of('verbs', '').flatMap((verb) =>
          of('resourceNames', '*').map((name) => ({ group, resource, verb, name })),
        ),
      ),
    );
  });

function includes(outer: Right, inner: Right): boolean {
  return (['group', 'resource', 'verb', 'name'] as const).every(
    (key) => outer[key] === '*' || outer[key] === inner[key],
  );
}

/** Rights from which all others can be had, or secrets read. */
function isGrave({ resource, verb }: Right): boolean {
  if (verb === '*' || resource === '*') return true;
  if (['escalate', 'bind', 'impersonate'].includes(verb)) return true;
  if (resource === 'secrets') return ['get', 'list', 'watch'].includes(verb);
  return ['pods/exec', 'pods/attach', 'nodes/proxy', 'serviceaccounts/token'].includes(resource);
}

const rightText = ({ resource, verb, name }: Right): string =>
  `${verb} ${resource}${name === '*' ? '' : ` named ${name}`}`;
