import type { PlantedFault } from './planted-fault';

/** The database that stands, before a deploy changes it. */
export const databaseFaults: readonly PlantedFault[] = [
  {
    fault: 'maintenance of the database waits for a restart',
    check: 'database maintenance',
    what: /^Maintenance waits for the database: system-update \(New Operating System update is available\), from 2026-12-01$/,
    command: /apply-pending-maintenance-action .*--apply-action system-update/,
    plant: (aws) =>
      aws.change('rds:DescribePendingMaintenanceActions', (answer) => {
        answer.DescribePendingMaintenanceActionsResponse.DescribePendingMaintenanceActionsResult.PendingMaintenanceActions =
          {
            ResourcePendingMaintenanceActions: {
              ResourceIdentifier: 'arn:aws:rds:us-east-1:123456789012:db:production-database',
              PendingMaintenanceActionDetails: {
                PendingMaintenanceAction: {
                  Action: 'system-update',
                  Description: 'New Operating System update is available',
                  ForcedApplyDate: '2026-12-01T08:00:00Z',
                },
              },
            },
          };
      }),
  },
  {
    fault: 'the database is being changed already',
    check: 'database maintenance',
    what: /^The database production-database is modifying$/,
    command: /^aws rds wait db-instance-available/,
    plant: (aws) =>
      aws.change('rds:DescribeDBInstances', (answer) => {
        answer.DescribeDBInstancesResponse.DescribeDBInstancesResult.DBInstances.DBInstance[0].DBInstanceStatus =
          'modifying';
      }),
  },
  {
    fault: 'the database cannot be restored to the last 15 minutes',
    check: 'database restorable',
    what: /^The database production-database can be restored to 60 minutes ago; 15 are allowed$/,
    command: /describe-db-instances .*production-database$/,
    plant: (aws) =>
      aws.change('rds:DescribeDBInstances', (answer) => {
        answer.DescribeDBInstancesResponse.DescribeDBInstancesResult.DBInstances.DBInstance[0].LatestRestorableTime =
          '2026-11-24T04:00:00Z';
      }),
  },
  {
    fault: "the database's copy in the recovery region is late",
    check: 'database restorable',
    what: /^The copy of production-database in us-west-2 can be restored to 120 minutes ago; 15 are allowed$/,
    command: /describe-db-instance-automated-backups --region us-west-2$/,
    plant: (aws) =>
      aws.change('rds:DescribeDBInstanceAutomatedBackups', (answer) => {
        answer.DescribeDBInstanceAutomatedBackupsResponse.DescribeDBInstanceAutomatedBackupsResult.DBInstanceAutomatedBackups.DBInstanceAutomatedBackup[0].RestoreWindow.LatestTime =
          '2026-11-24T03:00:00Z';
      }),
  },
  {
    fault: 'the database has no copy in the recovery region',
    check: 'database restorable',
    what: /^us-west-2 holds no copy of the backups of production-database$/,
    command: /^aws rds start-db-instance-automated-backups-replication --region us-west-2 /,
    plant: (aws) =>
      aws.change('rds:DescribeDBInstanceAutomatedBackups', (answer) => {
        answer.DescribeDBInstanceAutomatedBackupsResponse.DescribeDBInstanceAutomatedBackupsResult.DBInstanceAutomatedBackups =
          '';
      }),
  },
];
