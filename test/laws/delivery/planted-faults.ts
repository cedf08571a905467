import { addResource, objectIn, type PlantedFault, removeObject } from '../planted-fault';
import type { Json } from '../tree';
import { objectBytesMax, templateBytesMax } from './size-limits';

/** Resources of one type in the workloads' stack. */
const workloadsResources = (tree: Json, type: string): Json[] =>
  Object.values<Json>(tree.stacks.find(({ noun }: Json) => noun === 'workloads').template.Resources).filter(
    ({ Type }) => Type === type,
  );
const manifests = (tree: Json): Json[] => workloadsResources(tree, 'Custom::AWSCDK-EKS-KubernetesResource');
const gates = (tree: Json): Json[] => workloadsResources(tree, 'Custom::AWSCDK-EKS-KubernetesObjectValue');

export const deliveryFaults: readonly PlantedFault[] = [
  {
    law: 'templatesAreSmall',
    fault: 'a template that CloudFormation refuses',
    plant: (tree) =>
      addResource(tree, 'workloads', 'Planted', { Type: 'T', Properties: 'x'.repeat(templateBytesMax) }),
    seenAs: 'workloads: a template of',
  },
  {
    law: 'objectsAreSmall',
    fault: 'an object that kubectl cannot annotate',
    plant: (tree) =>
      (objectIn(tree, 'ConfigMap', 'database-certificates').data.more = 'x'.repeat(objectBytesMax)),
    seenAs: 'ConfigMap app/database-certificates',
  },
  {
    law: 'appliedAsRendered',
    fault: 'an object that the deploy applies and nobody sees',
    plant: (tree) => removeObject(tree, 'Service', 'api'),
    seenAs: 'Service/app/api: applied, not rendered',
  },
  {
    law: 'chartsAreAppliedInOrder',
    fault: 'manifests that wait for nothing',
    plant: (tree) => manifests(tree).forEach((manifest) => delete manifest.DependsOn),
    seenAs: 'does not wait for',
  },
  {
    law: 'manifestsOverwrite',
    fault: 'a manifest that cannot be tried again',
    plant: (tree) => (manifests(tree)[0].Properties.Overwrite = false),
    seenAs: 'Overwrite is off',
  },
  {
    law: 'removedObjectsAreRetired',
    fault: 'a list of objects that names none',
    plant: (tree) =>
      workloadsResources(tree, 'Custom::RetiredObjects').forEach(
        ({ Properties }) => (Properties.Objects = []),
      ),
    seenAs: 'nothing deletes NetworkPolicy.networking.k8s.io/app/api',
  },
  {
    law: 'holdersAreKept',
    fault: 'namespaces that are pruned',
    plant: (tree) =>
      manifests(tree).forEach(({ Properties }) => (Properties.PruneLabel = 'aws.cdk.eks/prune-x')),
    seenAs: 'prunes Namespace//app',
  },
  {
    law: 'workloadsAreGated',
    fault: 'a gate for another revision',
    plant: (tree) => gates(tree).forEach(({ Properties }) => (Properties.ObjectName = 'gone')),
    seenAs: 'Deployment app/api: no gate waits',
  },
  {
    law: 'workloadsAreGated',
    fault: 'a gate that is never asked again',
    plant: (tree) => gates(tree).forEach(({ Properties }) => delete Properties.ChartHash),
    seenAs: 'carries no hash of its chart',
  },
  {
    law: 'jobNamesCarryAHash',
    fault: 'a Job that cannot be changed',
    plant: (tree) => {
      const jobs: Json[] = tree.charts
        .flatMap(({ objects }: Json) => objects)
        .filter(({ kind }: Json) => kind === 'Job');
      for (const job of jobs) job.metadata.name = 'migration';
    },
    seenAs: 'Job app/migration: its name carries no hash',
  },
];
