import {
  addObject,
  containerOf,
  objectIn,
  type PlantedFault,
  podOf,
  removeObject,
  resourceIn,
} from '../planted-fault';

export const podFaults: readonly PlantedFault[] = [
  {
    law: 'replicasHaveOneOwner',
    fault: 'an autoscaler beside the queue’s',
    plant: (tree) =>
      addObject(tree, {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name: 'worker', namespace: 'app' },
        spec: { scaleTargetRef: { kind: 'Deployment', name: 'worker' }, minReplicas: 2, maxReplicas: 5 },
      }),
    seenAs: 'ScaledObject app/worker and HorizontalPodAutoscaler app/worker',
  },
  {
    law: 'replicasHaveOneOwner',
    fault: 'a Deployment that nobody scales',
    plant: (tree) => removeObject(tree, 'ScaledObject', 'worker'),
    seenAs: 'Deployment app/worker: its replicas belong to nobody',
  },
  {
    law: 'queueScalersHaveAFallback',
    fault: 'a scaler without a fallback',
    plant: (tree) => delete objectIn(tree, 'ScaledObject', 'worker').spec.fallback,
    seenAs: 'no fallback for a metric that is gone',
  },
  {
    law: 'queueScalersHaveAFallback',
    fault: 'a fallback that takes pods away',
    plant: (tree) => (objectIn(tree, 'ScaledObject', 'worker').spec.fallback.behavior = 'static'),
    seenAs: 'its fallback can take pods away',
  },
  {
    law: 'namespacesEnforceRestricted',
    fault: 'a namespace of the baseline standard',
    plant: (tree) =>
      (objectIn(tree, 'Namespace', 'app').metadata.labels['pod-security.kubernetes.io/enforce'] = 'baseline'),
    seenAs: 'Namespace app',
  },
  {
    law: 'podsHaveSizes',
    fault: 'a container without a memory limit',
    plant: (tree) => delete containerOf(tree, 'worker').resources.limits,
    seenAs: 'no memory limit',
  },
  {
    law: 'podsHaveProbes',
    fault: 'a container that nobody asks whether it is ready',
    plant: (tree) => delete containerOf(tree, 'realtime').readinessProbe,
    seenAs: 'no readinessProbe',
  },
  {
    law: 'podsNamePoolAndArchitecture',
    fault: 'an amd64 pod on an arm64 pool',
    plant: (tree) => (podOf(tree, 'api').nodeSelector['kubernetes.io/arch'] = 'amd64'),
    seenAs: 'asks for amd64, pool general is arm64',
  },
  {
    law: 'podsAreSpread',
    fault: 'a spread that selects other pods',
    plant: (tree) =>
      (podOf(tree, 'api').topologySpreadConstraints[0].labelSelector.matchLabels = { no: 'pod' }),
    seenAs: 'does not select these pods',
  },
  {
    law: 'podsHaveDisruptionBudgets',
    fault: 'a workload without a budget',
    plant: (tree) => removeObject(tree, 'PodDisruptionBudget', 'worker'),
    seenAs: '0 disruption budgets',
  },
  {
    law: 'podsHaveDisruptionBudgets',
    fault: 'a budget that never lets a pod go',
    plant: (tree) => (objectIn(tree, 'PodDisruptionBudget', 'api').spec.maxUnavailable = 0),
    seenAs: 'can hold a node for ever',
  },
  {
    law: 'imagesAreKnown',
    fault: 'a moving tag',
    plant: (tree) => (containerOf(tree, 'headroom').image = 'registry.k8s.io/pause:latest'),
    seenAs: 'has no fixed version',
  },
  {
    law: 'imagesAreKnown',
    fault: 'an image from nowhere',
    plant: (tree) => (containerOf(tree, 'api').image = 'docker.io/somebody/api:1'),
    seenAs: "neither the application's image",
  },
  {
    law: 'imagesFitTheirPool',
    fault: 'a pool of an unknown architecture',
    plant: (tree) => (podOf(tree, 'headroom').nodeSelector['kubernetes.io/arch'] = 'riscv64'),
    seenAs: 'is not made for riscv64',
  },
  {
    law: 'catalogueIsUsed',
    fault: 'an image that nothing runs',
    plant: (tree) => removeObject(tree, 'Deployment', 'headroom'),
    seenAs: 'no pod runs pause',
  },
  {
    law: 'podSecretsAreReferences',
    fault: 'a key as a literal',
    plant: (tree) => containerOf(tree, 'api').env.push({ name: 'STRIPE_API_KEY', value: 'rk_1' }),
    seenAs: 'STRIPE_API_KEY is a literal',
  },
  {
    law: 'podSecretsAreReferences',
    fault: 'a password in an address',
    plant: (tree) =>
      containerOf(tree, 'api').env.push({ name: 'URL', value: 'postgres://app:hunter2@db/app' }),
    seenAs: 'URL is a literal',
  },
  {
    law: 'podSecretsAreReferences',
    fault: 'a Secret with data',
    plant: (tree) =>
      addObject(tree, {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 's', namespace: 'app' },
        stringData: { a: 'b' },
      }),
    seenAs: 'Secret app/s: carries data',
  },
  {
    law: 'templateSecretsAreReferences',
    fault: 'a secret spelled in a template',
    plant: (tree) =>
      (resourceIn(tree, 'database', 'AWS::SecretsManager::Secret').Properties.SecretString = 'hunter2'),
    seenAs: 'its value is a literal',
  },
  {
    law: 'templateSecretsAreReferences',
    fault: 'a password spelled in a template',
    plant: (tree) =>
      (resourceIn(tree, 'database', 'AWS::RDS::DBInstance').Properties.MasterUserPassword = 'hunter2'),
    seenAs: 'MasterUserPassword is a literal',
  },
];
