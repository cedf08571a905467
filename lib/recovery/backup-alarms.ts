import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { EventAlarm } from '../observability/event-alarm';

export interface BackupAlarmsProps {
  readonly environmentName: string;
  /** Of backup and copy jobs. */
  readonly backupRole: IRole;
  /** Whether backups are copied to the recovery region. */
  readonly copies: boolean;
  /** null: no restore tests. */
  readonly restoreTestRole: IRole | null;
  readonly topic: ITopic;
}

/**
 * Pages when a job of AWS Backup ends in anything but success. Jobs are known by their role, which no other job uses
 * and every event names. AWS Backup's own metrics do not tell a restore test from a restore, so events it is.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
 */
export class BackupAlarms extends Construct {
  constructor(scope: Construct, id: string, props: BackupAlarmsProps) {
    super(scope, id);
    const { environmentName, topic, restoreTestRole } = props;
    const alarm = (alarmId: string, consequence: string, detailType: string, detail: object): void => {
      new EventAlarm(this, alarmId, {
        environmentName,
        consequence,
        eventPattern: { source: ['aws.backup'], detailType: [detailType], detail: { ...detail } },
        topic,
      });
    };
    const ended = ['FAILED', 'ABORTED', 'EXPIRED', 'PARTIAL'];
    const backup = { state: ended, iamRoleArn: [props.backupRole.roleArn] };
    alarm('backup-failed', 'This week has no weekly backup.', 'Backup Job State Change', backup);
    if (props.copies) {
      alarm(
        'backup-copy-failed',
        'The weekly backup is in one region only.',
        'Copy Job State Change',
        backup,
      );
    }
    if (restoreTestRole) {
      alarm(
        'restore-test-failed',
        'The newest weekly backup could not be restored.',
        'Restore Job State Change',
        { status: ended, iamRoleArn: [restoreTestRole.roleArn] },
      );
    }
  }
}
