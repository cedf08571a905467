import type { CostedResource } from '../assembly/costed-stacks';
import { type ColumnName, columnNames, columns, scaled } from '../columns';
import type { Charge } from '../cost-line';
import type { CostWorld } from '../resources/resource-rule';
import { type CostedObject, mebibytes } from './kubernetes-shapes';
import type { NodePool } from './node-pools';
import { type PoolNodes, pricesOf } from './pool-nodes';

/** Bottlerocket's own volume beside the one for pods. https://karpenter.sh/docs/concepts/nodeclasses/#bottlerocket-3 */
const systemVolumeGib = 4;
/** Auto Mode's where the node class says nothing. https://docs.aws.amazon.com/eks/latest/userguide/create-node-class.html */
const defaultVolumeGib = 80;

/** Instances, Auto Mode's fee, volumes and, where threats are looked for at run time, that. */
export function nodeCharges(
  pool: NodePool,
  nodes: PoolNodes,
  objects: readonly CostedObject[],
  { hoursPerMonth, resources }: CostWorld,
): Charge[] {
  const hours = (priceIdOf: (type: string, column: ColumnName) => string, item: string) => {
    const ids = columnNames.flatMap((column) =>
      nodes[column].map((node) => priceIdOf(node.instanceType, column)),
    );
    return [...new Set(ids)].map((priceId) => ({
      item: `${priceId.startsWith('spot.') ? 'spot ' : ''}${item} ${priceId.split('.').slice(1).join('.')}`,
      priceId,
      quantity: columns(
        (column) =>
          nodes[column].filter((node) => priceIdOf(node.instanceType, column) === priceId).length *
          hoursPerMonth,
      ),
    }));
  };
  const count = columns((column) => nodes[column].length);
  return [
    ...hours((type, column) => pricesOf(pool, column).instance(type), 'nodes of'),
    ...hours((type, column) => pricesOf(pool, column).fee(type), "Auto Mode's fee for"),
    {
      item: "nodes' volumes",
      priceId: 'ebs.gp3.gb',
      quantity: scaled(count, nodeVolumeGib(objects) + systemVolumeGib),
    },
    ...(watchesRunTime(resources)
      ? [
          {
            item: 'run time of nodes watched',
            priceId: 'guardduty.vcpu',
            quantity: columns((column) => nodes[column].reduce((sum, { vcpus }) => sum + vcpus, 0)),
          },
        ]
      : []),
  ];
}

function nodeVolumeGib(objects: readonly CostedObject[]): number {
  const spec = objects.find(({ kind }) => kind === 'NodeClass')?.spec;
  const { size } = (spec?.ephemeralStorage ?? {}) as { size?: string };
  return size === undefined ? defaultVolumeGib : mebibytes(size) / 1024;
}

const watchesRunTime = (resources: readonly CostedResource[]): boolean =>
  resources.some(
    ({ type, properties }) =>
      type === 'AWS::GuardDuty::Detector' &&
      properties.Features?.some(
        ({ Name, Status }: { Name: string; Status: string }) =>
          Name === 'RUNTIME_MONITORING' && Status === 'ENABLED',
      ),
  );
