import {
  addObject,
  addResource,
  objectIn,
  type PlantedFault,
  removeObject,
  resourceIn,
} from '../planted-fault';
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
    seenAs: /app\/api → 10\.0\.4\.5 TCP 5432 is refused/,
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
  {
    law: 'policiesAreEnforced',
    fault: 'the controller’s switch off',
    plant: (tree) =>
      (objectIn(tree, 'ConfigMap', 'amazon-vpc-cni').data['enable-network-policy-controller'] = 'false'),
    seenAs: 'enable-network-policy-controller',
  },
  {
    law: 'policiesAreEnforced',
    fault: 'a node class that ignores policies',
    plant: (tree) => delete objectIn(tree, 'NodeClass', 'platform').spec.networkPolicy,
    seenAs: 'networkPolicy is not set',
  },
  {
    law: 'namespacesDenyByDefault',
    fault: 'a default that covers one direction',
    plant: (tree) => (objectIn(tree, 'NetworkPolicy', 'default-deny').spec.policyTypes = ['Ingress']),
    seenAs: 'no policy selects all its pods',
  },
  {
    law: 'dnsIsOpenByAddress',
    fault: 'names over UDP alone',
    plant: (tree) => objectIn(tree, 'NetworkPolicy', 'allow-dns').spec.egress[0].ports.pop(),
    seenAs: 'for names over TCP',
  },
  {
    law: 'dnsIsOpenByAddress',
    fault: 'DNS by a selector that matches nothing on Auto Mode',
    plant: (tree) =>
      (objectIn(tree, 'NetworkPolicy', 'allow-dns').spec.egress[0].to = [
        { namespaceSelector: {}, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } },
      ]),
    seenAs: 'selects DNS pods',
  },
  {
    law: 'podIdentityIsOpen',
    fault: 'pods cut off from their credentials',
    plant: (tree) => removeObject(tree, 'NetworkPolicy', 'allow-pod-identity'),
    seenAs: 'cannot reach the Pod Identity agent',
  },
  {
    law: 'storesAdmitOnlyFlows',
    fault: 'a whole network let into the database',
    plant: (tree) => {
      const { VPCSecurityGroups } = resourceIn(tree, 'database', 'AWS::RDS::DBInstance').Properties;
      const Properties = {
        GroupId: VPCSecurityGroups[0],
        IpProtocol: 'tcp',
        FromPort: 5432,
        ToPort: 5432,
        CidrIp: '10.0.0.0/16',
      };
      addResource(tree, 'database', 'Planted', { Type: 'AWS::EC2::SecurityGroupIngress', Properties });
    },
    seenAs: 'admits something that is neither the cluster nor a function',
  },
  {
    law: 'storesAdmitOnlyFlows',
    fault: 'a cluster that may not reach its stores',
    plant: (tree) => {
      for (const { template } of tree.stacks) {
        for (const [id, { Type }] of Object.entries<Json>(template.Resources)) {
          if (Type === 'AWS::EC2::SecurityGroupIngress') delete template.Resources[id];
        }
      }
    },
    seenAs: 'no ingress rule admits the cluster',
  },
];
