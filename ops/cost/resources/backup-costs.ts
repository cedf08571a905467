import type { CostedResource } from '../assembly/costed-stacks';
import { always, type Columns, scaled } from '../columns';
import type { Charge } from '../cost-line';
import { daysPerMonth } from '../usage/load';
import { dataGib, transferPriceId } from './database-costs';
import { type CostWorld, type ResourceRule, UnknownCost } from './resource-rule';

interface BackupRule {
  readonly ScheduleExpression?: string;
  readonly Lifecycle?: { readonly DeleteAfterDays?: number };
  readonly CopyActions?: readonly {
    readonly DestinationBackupVaultArn: unknown;
    readonly Lifecycle?: { readonly DeleteAfterDays?: number };
  }[];
}

/** Days between two backups: a week where the schedule names a day of the week, else a day. */
const intervalDays = (schedule = ''): number =>
  /(SUN|MON|TUE|WED|THU|FRI|SAT|[1-7]) \*\)$/.test(schedule) ? 7 : 1;

export const backupPlan: ResourceRule = (resource, world) => {
  const rules: BackupRule[] = resource.properties.BackupPlan?.BackupPlanRule ?? [];
  return rules.flatMap((rule) => ruleCharges(rule, resource, world));
};

/** The first backup is a full one, each later one what has changed since. */
function ruleCharges(rule: BackupRule, resource: CostedResource, world: CostWorld): Charge[] {
  const data = backedUpGib(world);
  const days = intervalDays(rule.ScheduleExpression);
  const changed = Math.min(1, days * world.load.profile.database.changedShareADay);
  const kept = (deleteAfterDays: number | undefined): Columns => {
    if (deleteAfterDays === undefined) {
      throw new UnknownCost('a rule of this plan keeps its backups for ever: give it DeleteAfterDays');
    }
    return scaled(data, 1 + (Math.ceil(deleteAfterDays / days) - 1) * changed);
  };
  return [
    { item: 'backups', priceId: 'backup.rds', quantity: kept(rule.Lifecycle?.DeleteAfterDays) },
    ...(rule.CopyActions ?? []).flatMap((copy) => [
      {
        item: 'copies in the other region',
        priceId: 'rds.backup.usw2.gb',
        quantity: kept(copy.Lifecycle?.DeleteAfterDays),
      },
      {
        item: 'copying backups to the other region',
        priceId: transferPriceId(resource.region, ''),
        quantity: scaled(data, (changed * daysPerMonth) / days),
      },
    ]),
  ];
}

const databaseOf = ({ resources }: CostWorld): CostedResource | undefined =>
  resources.find(
    ({ type, properties }) => type === 'AWS::RDS::DBInstance' && properties.AllocatedStorage !== undefined,
  );

/** Plans back up the database. */
function backedUpGib(world: CostWorld): Columns {
  const database = databaseOf(world);
  if (!database) throw new UnknownCost('there is no database in the assembly that this plan could back up');
  return dataGib(database, world);
}

/** From the restore's start to the instance's end: an hour of restoring besides the hours for looking. */
const restoreHours = 1;
const testsPerMonth = daysPerMonth / 7;

export const restoreTest: ResourceRule = ({ properties }, world) => {
  const overrides = properties.RestoreMetadataOverrides ?? {};
  const instanceClass = String(overrides.dbInstanceClass ?? '').replace(/^db\./, '');
  const hours = (restoreHours + (properties.ValidationWindowHours ?? 0)) * testsPerMonth;
  const allocated = Number(databaseOf(world)?.properties.AllocatedStorage ?? 0);
  return [
    { item: 'restore tests', priceId: 'backup.restoretest', quantity: always(testsPerMonth) },
    { item: 'restored instance', priceId: `rds.pg.${instanceClass}.single`, quantity: always(hours) },
    {
      item: 'restored volume',
      priceId: 'rds.gp3.single',
      quantity: always((allocated * hours) / world.hoursPerMonth),
    },
  ];
};
