import { addResource, objectIn, type PlantedFault, removeObject, resourceIn } from '../planted-fault';
import type { Json } from '../tree';

/** Faults in what every pod needs, and in the ways out of the cluster. */
export const openingFaults: readonly PlantedFault[] = [
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
