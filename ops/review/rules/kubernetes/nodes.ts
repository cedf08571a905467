import type { Assessment, Json } from '../../change';
import { quantityOf } from '../reading/quantities';
import {
  at,
  enumerated,
  type Found,
  listAt,
  numberOf,
  objectAt,
  same,
  textAt,
  textOf,
} from '../reading/values';
import type { KubernetesRule } from '../rule';

/** One node at a time is drained, within its pool's budget; each takes the time of its pods' slowest drain. */
const rolled =
  'Auto Mode replaces the nodes that no longer fit, within the pool’s disruption budget: their pods restart elsewhere, over some hours.';

/** What nodes are bought, how many, and which have to go. https://karpenter.sh/docs/concepts/disruption/#drift */
export const nodePools: KubernetesRule = ({ what, before, after }) => {
  if (what !== 'changed' || !before || after?.kind !== 'NodePool') return [];
  const [old, now] = [before.body, after.body];
  return [...limits(old, now), ...requirements(old, now), ...templates(old, now), ...budgets(old, now)];
};

function limits(before: Found, after: Found): Assessment[] {
  const [old, now] = [before, after].map((body) => objectAt(body, 'spec', 'limits'));
  return Object.keys(now ?? {})
    .filter((name) => (quantityOf(now?.[name]) ?? Infinity) < (quantityOf(old?.[name]) ?? Infinity))
    .map((name) => ({
      risk: 'capacity',
      why: `The pool buys ${name} up to ${textAt(now, name)} instead of ${textAt(old, name) || 'any'}; pods beyond it wait.`,
    }));
}

const template = ['spec', 'template', 'spec'] as const;

/** Requirements with a list of values: fewer of them mean less choice, and nodes that no longer fit. */
function requirements(before: Found, after: Found): Assessment[] {
  const [old, now] = [before, after].map((body) => listAt(body, ...template, 'requirements'));
  const named = (list: readonly Json[], key: string): Json | undefined =>
    list.find((requirement) => textAt(requirement, 'key') === key);
  const keys = [
    ...new Set([...(old ?? []), ...(now ?? [])].map((requirement) => textAt(requirement, 'key'))),
  ];
  return keys.flatMap((key) => narrower(key, named(old ?? [], key), named(now ?? [], key)));
}

function narrower(key: string, before: Json | undefined, after: Json | undefined): Assessment[] {
  if (same(before, after)) return [];
  const label = key.split('/').pop() ?? key;
  const spot =
    /capacity-type$/.test(key) && !values(before).includes('spot') && values(after).includes('spot');
  const isIn = [before, after].every((one) => one === undefined || textAt(one, 'operator') === 'In');
  const gone = isIn ? values(before).filter((value) => !values(after).includes(value)) : [];
  // Who buys on demand alone falls back on nothing, and needs to: such nodes stay.
  const missed = gone.filter((value) => value !== 'spot');
  const isNarrower = isIn ? after !== undefined && (before === undefined || gone.length > 0) : true;
  return [
    ...(spot
      ? [
          {
            risk: 'capacity' as const,
            why: 'Nodes of the pool may vanish at two minutes’ notice: it may buy spot instances.',
          },
        ]
      : []),
    ...(isNarrower ? [{ risk: 'restart' as const, why: rolled }] : []),
    ...(isNarrower && missed.length > 0
      ? [
          {
            risk: 'capacity' as const,
            why: `The pool no longer buys ${label} ${enumerated(missed)}: less to choose from, and to fall back on.`,
          },
        ]
      : []),
  ];
}

const values = (requirement: Found): readonly string[] => listAt(requirement, 'values').map(textOf);

/** Everything else of a node's template is fixed when the node is bought. */
function templates(before: Found, after: Found): Assessment[] {
  const others = (body: Found): string => {
    const { requirements: _, ...rest } = objectAt(body, ...template);
    return textOf({ ...rest, metadata: at(body, 'spec', 'template', 'metadata') });
  };
  return others(before) === others(after) ? [] : [{ risk: 'restart', why: rolled }];
}

function budgets(before: Found, after: Found): Assessment[] {
  const most = (body: Found): number =>
    Math.min(
      Infinity,
      // A tenth of the nodes where nothing is said; a share counts as one node in ten.
      ...listAt(body, 'spec', 'disruption', 'budgets').map((budget) => {
        const nodes = textAt(budget, 'nodes');
        return nodes.endsWith('%') ? Number(nodes.slice(0, -1)) / 10 : (numberOf(nodes) ?? Infinity);
      }),
    );
  const [old, now] = [most(before), most(after)];
  if (now === 0 && old !== 0) {
    return [
      { risk: 'capacity', why: 'No node may be renewed: old ones live until AWS takes them after 21 days.' },
    ];
  }
  return now > old
    ? [
        {
          risk: 'capacity',
          why: `Up to ${now === Infinity ? 'all' : now} nodes are drained at once instead of ${old}.`,
        },
      ]
    : [];
}

/** How a node is built: every change of it replaces all nodes of the class. */
export const nodeClasses: KubernetesRule = ({ what, before, after, fields }) => {
  if (what !== 'changed' || !before || after?.kind !== 'NodeClass') return [];
  const isBuild = fields.some(({ path }) => path[0] === 'spec' && path[1] !== 'networkPolicyEventLogs');
  const [old, now] = [before, after].map(({ body }) =>
    quantityOf(at(body, 'spec', 'ephemeralStorage', 'size')),
  );
  const isPublic = (body: Found): boolean =>
    at(body, 'spec', 'advancedNetworking', 'associatePublicIPAddress') === true;
  const key = (body: Found): string => textAt(body, 'spec', 'ephemeralStorage', 'kmsKeyID');
  return [
    ...(isBuild ? [{ risk: 'restart' as const, why: rolled }] : []),
    ...(typeof old === 'number' && typeof now === 'number' && now < old
      ? [
          {
            risk: 'capacity' as const,
            why: 'Nodes have less disk for images, logs and writable folders; pods are evicted when it is full.',
          },
        ]
      : []),
    ...(isPublic(after.body) && !isPublic(before.body)
      ? [{ risk: 'exposure' as const, why: 'Nodes get public addresses.' }]
      : []),
    ...(key(before.body) !== '' && key(after.body) === ''
      ? [{ risk: 'exposure' as const, why: 'Nodes’ disks are no longer encrypted with the platform’s key.' }]
      : []),
    ...(same(at(before.body, 'spec', 'role'), at(after.body, 'spec', 'role'))
      ? []
      : [
          {
            risk: 'downtime' as const,
            why: 'New nodes take another role; without an access entry for it none joins the cluster.',
            instead: 'Deploy the role and its access entry first.',
          },
        ]),
  ];
};
