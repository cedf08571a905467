import { always, sumOf } from '../columns';
import type { CostInputs, CostModel } from '../cost-model';
import { nodeLabels } from '../../../config/contract';
import { autoscaledRange } from '../nodes/pod-groups';
import type { PriceBook } from '../prices/open-price-book';
import { cacheGib, filledShareMax, nextNodeType } from '../resources/cache-costs';
import { databaseVcpus, nextClass } from '../resources/database-classes';
import { Load } from '../usage/load';
import type { UsageProfile } from '../usage/usage-profile';

/** A size of the config that a number of customers fills. */
export interface Limit {
  readonly what: string;
  /** The most customers that it carries. */
  readonly customers: number;
  /** What to do then. */
  readonly step: string;
  /** What that adds to a month; null: nothing larger is in the price book. */
  readonly stepUsd: number | null;
}

/** Every limit that usage is known of, the one that binds first in front. */
export function limits(
  inputs: CostInputs,
  model: CostModel,
  profile: UsageProfile,
  book: PriceBook,
): readonly Limit[] {
  const ofOne = new Load({ ...profile, customers: 1 });
  return [
    ...podLimits(inputs, model, ofOne),
    ...databaseLimits(inputs, profile, ofOne, book),
    ...cacheLimits(inputs, profile, book),
  ].sort((one, other) => one.customers - other.customers);
}

function podLimits({ objects }: CostInputs, model: CostModel, { profile }: Load): Limit[] {
  return objects.flatMap((object) => {
    const range = autoscaledRange(object, objects);
    const { name } = object.metadata;
    if (object.kind !== 'Deployment' || !range || new Load(profile).pods(name) === null) return [];
    const pool = object.spec?.template?.spec.nodeSelector?.[nodeLabels.pool] ?? '';
    return [
      {
        what: `${name} pods, ${range.max} at most`,
        customers: mostCustomers(profile, (load) => (load.pods(name) ?? 0) <= range.max),
        step: `raise replicas.max of ${name}: a further node of the pool ${pool} when the last is full`,
        stepUsd: meanNodeUsd(model, pool),
      },
    ];
  });
}

/** The last number of customers that still fits. */
function mostCustomers(profile: UsageProfile, fits: (load: Load) => boolean): number {
  let [most, tooMany] = [0, 1];
  const fit = (customers: number): boolean => fits(new Load({ ...profile, customers }));
  while (fit(tooMany) && tooMany < 1e9) [most, tooMany] = [tooMany, tooMany * 2];
  while (tooMany - most > 1) {
    const between = Math.floor((most + tooMany) / 2);
    if (fit(between)) most = between;
    else tooMany = between;
  }
  return most;
}

function meanNodeUsd({ lines }: CostModel, pool: string): number | null {
  const ofPool = lines.filter(({ resource }) => resource === `NodePool/${pool}`);
  const instances = ofPool.filter(({ priceId }) => /^(ec2|spot)\./.test(priceId));
  const hours = sumOf([always(0), ...instances.map(({ quantity }) => quantity)]).typical;
  const usd = sumOf([always(0), ...ofPool.map(({ monthlyUsd }) => monthlyUsd)]).typical;
  return hours === 0 ? null : usd / (hours / 730);
}

function databaseLimits(
  { resources }: CostInputs,
  profile: UsageProfile,
  ofOne: Load,
  book: PriceBook,
): Limit[] {
  const instance = resources.find(
    ({ type, properties }) => type === 'AWS::RDS::DBInstance' && properties.AllocatedStorage !== undefined,
  );
  if (!instance) return [];
  const { properties } = instance;
  const zones = properties.MultiAZ === true ? 'multi' : 'single';
  const instanceClass = String(properties.DBInstanceClass).replace(/^db\./, '');
  const next = nextClass(instanceClass);
  const mostGib = Number(properties.MaxAllocatedStorage ?? properties.AllocatedStorage);
  const classUsd = (name: string): number | undefined => book.find(`rds.pg.${name}.${zones}`)?.usd;
  const storageUsd = book.find(`rds.gp3.${zones}`)?.usd;
  const tps = databaseVcpus(instanceClass) * profile.database.transactionsPerSecondPerVcpu;
  return [
    {
      what: `processor of db.${instanceClass}`,
      customers: mostCustomers(profile, (load) => load.transactionsPerSecond() <= tps),
      step: `database.instanceClass ${next ?? 'of another family'}`,
      stepUsd: difference(classUsd(instanceClass), next === null ? undefined : classUsd(next), 730),
    },
    {
      what: `database storage, ${mostGib} GiB at most`,
      customers: Math.floor(
        (mostGib * 0.9 - profile.database.baseGib) / Math.max(ofOne.profile.perCustomer.storageGib, 1e-9),
      ),
      step: 'database.maxStorageGib up by 100',
      stepUsd: storageUsd === undefined ? null : storageUsd * 100,
    },
  ];
}

function cacheLimits({ resources }: CostInputs, profile: UsageProfile, book: PriceBook): Limit[] {
  return resources
    .filter(({ type }) => type === 'AWS::ElastiCache::ReplicationGroup')
    .map(({ name, properties }) => {
      const nodeType = String(properties.CacheNodeType).replace(/^cache\./, '');
      const next = nextNodeType(nodeType);
      const usd = (type: string): number | undefined => book.find(`cache.${properties.Engine}.${type}`)?.usd;
      const roomGib = cacheGib(nodeType) * filledShareMax;
      return {
        what: `memory of ${name}, cache.${nodeType}`,
        customers: mostCustomers(profile, (load) => load.cacheGib().typical <= roomGib),
        step: `nodeType ${next ?? 'of another family'}`,
        stepUsd: difference(
          usd(nodeType),
          next === null ? undefined : usd(next),
          730 * properties.NumCacheClusters,
        ),
      };
    });
}

const difference = (now: number | undefined, then: number | undefined, hours: number): number | null =>
  now === undefined || then === undefined ? null : (then - now) * hours;
