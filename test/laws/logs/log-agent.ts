import { objectName, objectsOf, objectsOfKind } from '../kubernetes-objects';
import type { Json, Law, Tree } from '../tree';

/** Labels of which each has few values at a time. Whatever is not here belongs into structured metadata. */
const boundedLabels = ['namespace', 'app', 'container', 'pod', 'level'];

const agents = (tree: Tree): { name: string; text: string }[] =>
  objectsOfKind(tree, 'ConfigMap')
    .map((map) => ({ name: objectName(map), text: (map.data as Json)?.['config.alloy'] as string }))
    .filter(({ text }) => text);

const quoted = (text: string): string[] => [...text.matchAll(/"([^"]*)"/g)].map(([, value]) => value ?? '');

/** The last word on labels is a list of those that stay. A stream for each tenant or request would fill Loki's memory. */
export const logStreamsAreFew: Law = (tree) => {
  const found = agents(tree);
  if (found.length === 0) return ['no agent reads logs'];
  return found.flatMap(({ name, text }) => {
    const lists = [...text.matchAll(/stage\.label_keep \{\s*values = \[([^\]]*)\]/g)];
    if (lists.length !== 1) return [`${name}: nothing bounds the labels of streams`];
    const kept = quoted(lists[0]?.[1] ?? '');
    const after = text.slice(lists[0]?.index).match(/stage\.(labels|static_labels|label_drop) /);
    return [
      ...kept
        .filter((label) => !boundedLabels.includes(label))
        .map((label) => `${name}: ${label} is a label, and would make a stream for each of its values`),
      ...(after ? [`${name}: labels are set after the list of those that stay`] : []),
    ];
  });
};

/** Erasure and search find a tenant's lines by what the agent says of them. */
export const tenantsAreMetadata: Law = (tree) =>
  agents(tree).flatMap(({ name, text }) =>
    /stage\.structured_metadata \{\s*values = \{[^}]*\btenant = ""/.test(text)
      ? []
      : [`${name}: lines do not say whose they are`],
  );

/** Whoever wrote a line, what looks like a token does not leave the agent. */
export const logsAreRedacted: Law = (tree) =>
  agents(tree).flatMap(({ name, text }) =>
    ['[Bb]earer', 'eyJ', 'PRIVATE KEY', 'AKIA', 'sk-']
      .filter(
        (sign) =>
          ![
            ...text.matchAll(
              /stage\.replace \{\s*expression = ("(?:[^"\\]|\\.)*")\s*replace *= "\[redacted\]"/g,
            ),
          ].some(([, expression]) => JSON.parse(expression ?? '""').includes(sign)),
      )
      .map((sign) => `${name}: nothing takes out what begins with ${sign}`),
  );

/** The agent sees what pods write and nothing else, in namespaces that a role names one by one. */
export const logAgentOnlyReads: Law = (tree) => {
  const rules = objectsOf(tree)
    .filter(({ kind, metadata }) => /^(Cluster)?Role$/.test(kind) && metadata.name === 'log-agent')
    .flatMap((role) => (role.rules as Json[]).map((rule) => ({ role, rule })));
  const faults = rules.flatMap(({ role, rule }) => [
    ...(role.kind === 'Role' ? [] : [`${objectName(role)}: holds in every namespace`]),
    ...rule.resources
      .filter((resource: string) => !['pods', 'pods/log'].includes(resource))
      .map((resource: string) => `${objectName(role)}: reads ${resource}`),
    ...rule.verbs
      .filter((verb: string) => !['get', 'list', 'watch'].includes(verb))
      .map((verb: string) => `${objectName(role)}: may ${verb}`),
  ]);
  return rules.length > 0 ? faults : ['no role lets the agent read logs'];
};
