import type { Assessment, Json } from '../../change';
import { rangesOf, uncovered } from '../reading/address-ranges';
import { selectedBy } from '../reading/pods';
import {
  at,
  enumerated,
  type Found,
  listAt,
  missingFrom,
  objectAt,
  same,
  textAt,
  textOf,
} from '../reading/values';
import type { KubernetesRule } from '../rule';

const scheme = 'service.beta.kubernetes.io/aws-load-balancer-scheme';
const typeOf = (body: Found): string => textAt(body, 'spec', 'type') || 'ClusterIP';
const isPublic = (body: Found): boolean =>
  typeOf(body) === 'LoadBalancer' && textAt(body, 'metadata', 'annotations', scheme) === 'internet-facing';

/** How pods are found, and from where. */
export const services: KubernetesRule = ({ what, before, after }, world) => {
  if (after?.kind !== 'Service' || what === 'moved') return [];
  if (!before) return opened(null, after.body);
  const served = (body: Found): string =>
    selectedBy({ matchLabels: at(body, 'spec', 'selector') }, world.after, after.namespace)
      .map(({ name }) => name)
      .join();
  const found = [
    ...opened(before.body, after.body),
    ...ports(before.body, after.body),
    ...type(before.body, after.body),
    ...balancer(before.body, after.body),
  ];
  if (same(at(before.body, 'spec', 'selector'), at(after.body, 'spec', 'selector'))) return found;
  const isSamePods = served(after.body) !== '' && served(before.body) === served(after.body);
  return isSamePods ? found : [...found, otherPods];
};

const otherPods: Assessment = {
  risk: 'downtime',
  why: 'The Service finds other pods than before, or none: who asks for it is refused until they are there.',
  instead: 'Deploy twice: first give the pods the new labels, then select by them.',
};

function opened(before: Found | null, after: Found): Assessment[] {
  const ranges = (body: Found): readonly string[] => {
    const blocks = listAt(body, 'spec', 'loadBalancerSourceRanges').map(textOf);
    return blocks.length > 0 ? blocks : ['0.0.0.0/0'];
  };
  const known = before !== null && isPublic(before) ? ranges(before) : [];
  const more = isPublic(after)
    ? ranges(after).filter((block) => uncovered(rangesOf([block]), rangesOf(known)).length > 0)
    : [];
  const isNodePort = typeOf(after) === 'NodePort' && (before === null || typeOf(before) === 'ClusterIP');
  return [
    ...(more.length > 0
      ? [{ risk: 'exposure' as const, why: `The Service answers on the internet to ${enumerated(more)}.` }]
      : []),
    ...(isNodePort
      ? [{ risk: 'exposure' as const, why: 'Every node answers for the Service on a port of its own.' }]
      : []),
  ];
}

const portKey = (port: Json): string => `${textAt(port, 'protocol') || 'TCP'} ${textAt(port, 'port')}`;

function ports(before: Found, after: Found): Assessment[] {
  const [old, now] = [listAt(before, 'spec', 'ports'), listAt(after, 'spec', 'ports')];
  const gone = missingFrom(old.map(portKey), now.map(portKey));
  const come = missingFrom(now.map(portKey), old.map(portKey));
  const turned = now.filter((port) => {
    const earlier = old.find((other) => portKey(other) === portKey(port));
    return earlier !== undefined && targetOf(earlier) !== targetOf(port);
  });
  return [
    ...(gone.length > 0 ? [refused(`Port ${enumerated(gone)} answers nobody any more`)] : []),
    ...(turned.length > 0
      ? [refused(`Port ${enumerated(turned.map(portKey))} leads to another port of the pods`)]
      : []),
    ...(come.length > 0 && isPublic(after)
      ? [{ risk: 'exposure' as const, why: `Port ${enumerated(come)} is open to the internet.` }]
      : []),
  ];
}

const targetOf = (port: Json): string => textAt(port, 'targetPort') || textAt(port, 'port');

const refused = (what: string): Assessment => ({
  risk: 'downtime',
  why: `${what}; who uses it is refused until both sides have changed.`,
  instead: 'Deploy twice: first add the new port beside the old, then remove the old one.',
});

function type(before: Found, after: Found): Assessment[] {
  const [old, now] = [typeOf(before), typeOf(after)];
  if (old === now) return [];
  return old === 'LoadBalancer' || old === 'ExternalName' || now === 'ExternalName'
    ? [
        {
          risk: 'downtime',
          why: `The Service becomes ${now}: its ${old === 'LoadBalancer' ? 'load balancer and public address' : 'name'} is gone.`,
          instead: 'Add a second Service, move the name in DNS, then change this one.',
        },
      ]
    : [];
}

/** Annotations that only a new load balancer can follow. https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-nlb.html */
const replacing = [
  scheme,
  'service.beta.kubernetes.io/aws-load-balancer-type',
  'service.beta.kubernetes.io/aws-load-balancer-name',
];

function balancer(before: Found, after: Found): Assessment[] {
  if (typeOf(before) !== 'LoadBalancer' || typeOf(after) !== 'LoadBalancer') return [];
  const [old, now] = [before, after].map((body) => objectAt(body, 'metadata', 'annotations'));
  const names = Object.keys({ ...old, ...now }).filter(
    (name) => name.includes('load-balancer') && !same(old?.[name], now?.[name]),
  );
  const policies = ['externalTrafficPolicy', 'sessionAffinity'].filter(
    (field) => !same(at(before, 'spec', field), at(after, 'spec', field)),
  );
  if (names.some((name) => replacing.includes(name))) {
    return [
      {
        risk: 'downtime',
        why: 'EKS makes another load balancer with another address; customers reach the old one until DNS has followed.',
        instead: 'Add a second Service, move the name in DNS, then remove this one.',
      },
    ];
  }
  return names.length + policies.length > 0
    ? [
        {
          risk: 'restart',
          why: `The load balancer takes up ${enumerated([...names.map((name) => name.split('/')[1] ?? name), ...policies])}; single connections may break.`,
        },
      ]
    : [];
}
