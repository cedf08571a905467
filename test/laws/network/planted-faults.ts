import { addObject, objectIn, type PlantedFault, removeObject } from '../planted-fault';
import type { Json } from '../tree';

const policy = (name: string, spec: Json): Json => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace: 'app' },
  spec,
});

export const networkFaults: readonly PlantedFault[] = [
  {
    law: 'flowTable',
    fault: 'a policy that opens one pod to another, both ways',
    plant: (tree) => {
      addObject(
        tree,
        policy('in', {
          podSelector: { matchLabels: { 'app.kubernetes.io/name': 'worker' } },
          policyTypes: ['Ingress'],
          ingress: [{}],
        }),
      );
      addObject(
        tree,
        policy('out', {
          podSelector: { matchLabels: { 'app.kubernetes.io/name': 'api' } },
          policyTypes: ['Egress'],
          egress: [{}],
        }),
      );
    },
    seenAs: 'app/api → app/worker TCP 9999 passes',
  },
  {
    law: 'flowTable',
    fault: 'a policy that reaches the metadata of the node',
    plant: (tree) => {
      const internet = objectIn(tree, 'NetworkPolicy', 'worker').spec.egress.flatMap(({ to }: Json) => to);
      internet.find(({ ipBlock }: Json) => ipBlock?.except).ipBlock.except = [];
    },
    seenAs: 'app/worker → 169.254.169.254 TCP 443 passes',
  },
  {
    law: 'flowTable',
    fault: 'a flow of the table without its policy',
    plant: (tree) => (objectIn(tree, 'NetworkPolicy', 'api').spec.egress = []),
    seenAs: /app\/api → pooling\/pooler TCP 6432 is refused/,
  },
  {
    law: 'flowTable',
    fault: 'a namespace without a default',
    plant: (tree) => removeObject(tree, 'NetworkPolicy', 'default-deny'),
    seenAs: 'app/stranger',
  },
  {
    law: 'flowsNameWorkloads',
    fault: 'a workload of the table that no chart makes',
    plant: (tree) => removeObject(tree, 'Deployment', 'worker'),
    seenAs: 'no chart makes pods of worker',
  },
  {
    law: 'knownPeers',
    fault: 'a peer that selects no pod',
    plant: (tree) =>
      addObject(
        tree,
        policy('p', {
          podSelector: {},
          ingress: [{ from: [{ podSelector: { matchLabels: { app: 'gone' } } }] }],
        }),
      ),
    seenAs: 'no such peer',
  },
  {
    law: 'knownPeers',
    fault: 'an address block of another network',
    plant: (tree) =>
      addObject(
        tree,
        policy('p', { podSelector: {}, egress: [{ to: [{ ipBlock: { cidr: '10.99.0.0/16' } }] }] }),
      ),
    seenAs: '10.99.0.0/16',
  },
  {
    law: 'selectedPodsExist',
    fault: 'a policy for pods that are gone',
    plant: (tree) => addObject(tree, policy('p', { podSelector: { matchLabels: { app: 'gone' } } })),
    seenAs: 'selects no pod',
  },
];
