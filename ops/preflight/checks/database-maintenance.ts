import { DescribePendingMaintenanceActionsCommand, type PendingMaintenanceAction } from '@aws-sdk/client-rds';
import type { Check, Fault } from '../check';
import { liveDatabase, noDatabaseYet } from './live-database';

/** States in which RDS takes changes. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html */
const changeable = ['available', 'storage-optimization', 'storage-full'];

/** A deploy that changes the instance may start what waits, with its restart. */
export const databaseMaintenance: Check = {
  name: 'database maintenance',
  questions: (subject) => [
    async () => {
      const instance = await liveDatabase(subject);
      if (!instance) return noDatabaseYet;
      const { DBInstanceIdentifier: name = '', DBInstanceStatus: status = '' } = instance;
      if (changeable.includes(status)) return [];
      return [
        {
          severity: 'fails',
          what: `The database ${name} is ${status}`,
          why: 'RDS refuses changes in this state',
          command: `aws rds wait db-instance-available --region ${subject.region} --db-instance-identifier ${name}`,
        },
      ];
    },
    async () => {
      const instance = await liveDatabase(subject);
      if (!instance) return noDatabaseYet;
      const arn = instance.DBInstanceArn ?? '';
      const { PendingMaintenanceActions = [] } = await subject.aws
        .of('rds', subject.region)
        .send(new DescribePendingMaintenanceActionsCommand({ ResourceIdentifier: arn }));
      return PendingMaintenanceActions.flatMap(({ PendingMaintenanceActionDetails = [] }) =>
        PendingMaintenanceActionDetails.map((action) => maintenanceFault(action, arn, subject.region)),
      );
    },
  ],
};

function maintenanceFault(
  {
    Action = '',
    Description,
    ForcedApplyDate,
    AutoAppliedAfterDate,
    CurrentApplyDate,
  }: PendingMaintenanceAction,
  arn: string,
  region: string,
): Fault {
  const day = (date?: Date): string | undefined => date?.toISOString().slice(0, 10);
  const when = day(CurrentApplyDate) ?? day(ForcedApplyDate) ?? day(AutoAppliedAfterDate);
  return {
    severity: 'warns',
    what: `Maintenance waits for the database: ${Action}${Description ? ` (${Description})` : ''}${when ? `, from ${when}` : ''}`,
    why: 'a change of the instance may run together with it and fail over at an hour that nobody chose',
    command: `aws rds apply-pending-maintenance-action --region ${region} --resource-identifier ${arn} --apply-action ${Action} --opt-in-type next-maintenance`,
  };
}
