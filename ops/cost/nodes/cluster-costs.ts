import type { CostedResource } from '../assembly/costed-stacks';
import { always } from '../columns';
import type { Charge } from '../cost-line';
import type { PriceBook } from '../prices/open-price-book';
import { type CostWorld, UnknownCost } from '../resources/resource-rule';
import { volumeCharge } from '../resources/storage-costs';
import { type CostedObject, mebibytes } from './kubernetes-shapes';
import { loadBalancer } from './load-balancer-costs';
import { nodeCharges } from './node-charges';
import { nodePool } from './node-pools';
import { addonPods, daemons, type PodGroup, podGroups } from './pod-groups';
import { poolNodes } from './pool-nodes';

/** What one Kubernetes object makes AWS charge. */
export interface ObjectCharges {
  /** `NodePool/general` */
  readonly object: string;
  readonly kind: string;
  readonly charges: readonly Charge[] | UnknownCost;
}

/** Nodes, load balancers and volumes that a cluster buys for its objects. */
export function clusterCosts(
  objects: readonly CostedObject[],
  world: CostWorld,
  book: PriceBook,
): ObjectCharges[] {
  const charged = (object: CostedObject, of: () => Charge[]): ObjectCharges => ({
    object: `${object.kind}/${object.metadata.name}`,
    kind: object.kind,
    charges: caught(of),
  });
  return [
    ...poolCharges(objects, world, book),
    ...objects
      .filter(({ kind, spec }) => kind === 'Service' && spec?.type === 'LoadBalancer')
      .map((service) => charged(service, () => loadBalancer(service, world))),
    ...objects
      .filter(({ kind, spec }) => kind === 'IngressClass' && spec?.controller === 'eks.amazonaws.com/alb')
      .map((ingress) =>
        charged(ingress, () => {
          throw new UnknownCost('application load balancers have no price here: add their rows and a rule');
        }),
      ),
    ...objects
      .filter(({ kind }) => kind === 'PersistentVolumeClaim')
      .map((claim) => charged(claim, () => [volumeCharge(gib(claim.spec?.resources?.requests.storage))])),
    ...objects
      .filter(({ spec }) => (spec?.volumeClaimTemplates ?? []).length > 0)
      .map((set) =>
        charged(set, () =>
          (set.spec?.volumeClaimTemplates ?? []).map(({ spec }) =>
            volumeCharge(gib(spec.resources.requests.storage) * (set.spec?.replicas ?? 1)),
          ),
        ),
      ),
  ];
}

const gib = (quantity?: string): number => mebibytes(quantity) / 1024;

function caught(of: () => Charge[]): Charge[] | UnknownCost {
  try {
    return of();
  } catch (error) {
    if (error instanceof UnknownCost) return error;
    throw error;
  }
}

function poolCharges(objects: readonly CostedObject[], world: CostWorld, book: PriceBook): ObjectCharges[] {
  const poolObjects = objects.filter(({ kind }) => kind === 'NodePool');
  const names = poolObjects.map(({ metadata }) => metadata.name);
  const groups = [...podGroups(objects, world.load, world.grows), ...addonGroups(world.resources)];
  const lost = groups.filter(({ pool }) => pool !== null && !names.includes(pool));
  return [
    ...poolObjects.map((object) => ({
      object: `NodePool/${object.metadata.name}`,
      kind: 'NodePool',
      charges: caught(() => {
        const pool = nodePool(object);
        const onPool = ({ pool: selected, tolerates }: Omit<PodGroup, 'replicas'>): boolean =>
          (selected === null || selected === pool.name) && pool.taintKeys.every(tolerates);
        const isFirstOpen = names.indexOf(pool.name) === 0;
        const nodes = poolNodes(
          pool,
          groups.filter((group) => (group.pool === null ? isFirstOpen && onPool(group) : onPool(group))),
          daemons(objects).filter(onPool),
          book,
        );
        return nodeCharges(pool, nodes, objects, world);
      }),
    })),
    // On a machine of one's own there are no pools, and nothing to pay.
    ...(poolObjects.length === 0 ? [] : lost).map(({ workload, pool }) => ({
      object: workload,
      kind: workload.split('/')[0] ?? '',
      charges: new UnknownCost(`it selects the pool ${pool}, which no chart makes`),
    })),
  ];
}

const addonGroups = (resources: readonly CostedResource[]): PodGroup[] =>
  resources.flatMap(({ type, properties }) => {
    const pods = type === 'AWS::EKS::Addon' ? addonPods[properties.AddonName] : undefined;
    return pods
      ? [
          {
            ...pods,
            workload: `Addon/${properties.AddonName}`,
            pool: null,
            tolerates: () => false,
            apart: false,
            replicas: always(pods.replicas),
          },
        ]
      : [];
  });
