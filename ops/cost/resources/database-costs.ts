import type { CostedResource } from '../assembly/costed-stacks';
import { always, type Columns, columns, scaled } from '../columns';
import type { Charge } from '../cost-line';
import { daysPerMonth } from '../usage/load';
import { grownClass } from './database-classes';
import { type CostWorld, type ResourceRule, UnknownCost } from './resource-rule';

/** RDS grows a volume when less than a tenth is free. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html */
const filledShareMax = 0.9;

/** Price of what goes from one region to another. */
export const transferPriceId = (from: string, to: string): string =>
  from === 'us-east-1' && to === 'us-east-2' ? 'dt.useast2' : 'dt.region';

/** The database's allocated storage: what there is, what the data need, what it may grow to. */
function storageGib(instance: CostedResource, { load, grows }: CostWorld): Columns {
  const allocated = Number(instance.properties.AllocatedStorage);
  const most = Number(instance.properties.MaxAllocatedStorage ?? allocated);
  const needed = Math.ceil(load.databaseGib().typical / filledShareMax);
  const typical = Math.max(allocated, grows ? needed : Math.min(needed, most));
  return { floor: allocated, typical, ceiling: Math.max(most, typical) };
}

/** What is in the database, never more than its volume holds. */
export function dataGib(instance: CostedResource, world: CostWorld): Columns {
  const data = world.load.databaseGib();
  const storage = storageGib(instance, world);
  return columns((name) => Math.min(data[name], storage[name]));
}

/** The instance whose volume a read replica copies, or the instance itself. */
export function primaryOf(instance: CostedResource, { resources }: CostWorld): CostedResource {
  if (instance.properties.AllocatedStorage !== undefined) return instance;
  const primary = resources.find(
    ({ type, properties }) => type === 'AWS::RDS::DBInstance' && properties.AllocatedStorage !== undefined,
  );
  if (!primary) throw new UnknownCost('no instance says how much storage it has: set AllocatedStorage');
  return primary;
}

export const databaseInstance: ResourceRule = (instance, world) => {
  const { properties } = instance;
  if (properties.Engine !== undefined && properties.Engine !== 'postgres') {
    throw new UnknownCost(`the engine ${properties.Engine} has no prices: add its classes to the price book`);
  }
  const primary = primaryOf(instance, world);
  const zones = properties.MultiAZ === true ? 'multi' : 'single';
  const configured = String(properties.DBInstanceClass).replace(/^db\./, '');
  const instanceClass = world.grows ? grownClass(configured, world.load) : configured;
  const storage = storageGib(primary, world);
  return [
    {
      item: `db.${instanceClass}, ${zones === 'multi' ? 'Multi-AZ' : 'Single-AZ'}`,
      priceId: `rds.pg.${instanceClass}.${zones}`,
      quantity: always(world.hoursPerMonth),
    },
    { item: 'storage', priceId: `rds.gp3.${zones}`, quantity: storage },
    ...extraIops(properties.Iops, storage, zones),
    ...(properties.ManageMasterUserPassword === true
      ? [{ item: 'secret of the master user', priceId: 'secrets.secret', quantity: always(1) }]
      : []),
    ...backups(instance, world),
  ];
};

/** gp3 includes 3,000 IOPS, from 400 GiB on 12,000. */
function extraIops(iops: number | undefined, storage: Columns, zones: string): Charge[] {
  if (iops === undefined) return [];
  const quantity = columns((name) => Math.max(0, iops - (storage[name] < 400 ? 3_000 : 12_000)));
  return [{ item: 'IOPS above what is included', priceId: `rds.gp3.iops.${zones}`, quantity }];
}

/** Backups up to the size of the volume are free; copies in another region are not. */
function backups(instance: CostedResource, world: CostWorld): Charge[] {
  const { properties, region } = instance;
  if (properties.AllocatedStorage === undefined) return [];
  const { changedShareADay } = world.load.profile.database;
  const data = dataGib(instance, world);
  const storage = storageGib(instance, world);
  const kept = (days: number): Columns => scaled(data, 1 + days * changedShareADay);
  const own = kept(properties.BackupRetentionPeriod ?? 1);
  const charges: Charge[] = [
    {
      item: 'backups beyond the size of the volume',
      priceId: 'rds.backup.gb',
      quantity: columns((name) => Math.max(0, own[name] - storage[name])),
    },
  ];
  const copies: string | undefined = properties.AutomaticBackupReplicationRegion;
  if (copies === undefined) return charges;
  return [
    ...charges,
    {
      item: `copies of the backups in ${copies}`,
      priceId: 'rds.backup.usw2.gb',
      quantity: kept(properties.AutomaticBackupReplicationRetentionPeriod ?? 7),
    },
    {
      item: `copying backups to ${copies}`,
      priceId: transferPriceId(region, copies),
      quantity: scaled(data, changedShareADay * daysPerMonth),
    },
  ];
}
