import { objectIn, type PlantedFault, removeObject } from '../planted-fault';

export const nameFaults: readonly PlantedFault[] = [
  {
    law: 'namesHoldNoTokens',
    fault: 'a token in a label',
    plant: (tree) => (objectIn(tree, 'Service', 'api').metadata.labels.vpc = '${Token[VpcId.12]}'),
    seenAs: 'Service app/api: a CDK token',
  },
  {
    law: 'namesHoldNoHashes',
    fault: 'a name made up by cdk8s',
    plant: (tree) => (objectIn(tree, 'Service', 'api').metadata.name = 'app-api-service-c8a1b2c3'),
    seenAs: 'a name made up by cdk8s',
  },
  {
    law: 'namesAreUnique',
    fault: 'two services of one name',
    plant: (tree) => (objectIn(tree, 'Service', 'realtime').metadata.name = 'api'),
    seenAs: 'Service app/api: made twice',
  },
  {
    law: 'serviceAccountsExist',
    fault: 'a service account that no chart makes',
    plant: (tree) => removeObject(tree, 'ServiceAccount', 'worker'),
    seenAs: 'no chart makes its service account worker',
  },
];
