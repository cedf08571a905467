import { CfnSecurityGroupIngress } from 'aws-cdk-lib/aws-ec2';
import { RemovalPolicy } from 'aws-cdk-lib';
import { property, renamed, resourceAt, stackNamed } from '../app-edits';
import { setting } from '../config-edits';
import type { LabelledChange } from '../labelled-change';

const instance = 'production-database/Instance';

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.Settings.html, where no other source is named. */
export const databaseChanges: readonly LabelledChange[] = [
  {
    name: 'database class one size up',
    environment: 'production',
    edit: { config: setting('database.instanceClass', 'm7g.2xlarge') },
    expected: 'downtime',
    at: instance,
    why: 'RDS: downtime occurs during a change of the class; with a standby it is the failover, one to two minutes.',
  },
  {
    name: 'database volume grown by half',
    environment: 'production',
    edit: { config: setting('database.storageGib', 300) },
    expected: 'safe',
    frightening: true,
    why: 'RDS: allocated storage grows without downtime; only a further change has to wait six hours.',
  },
  {
    name: 'room for the database’s growth cut',
    environment: 'production',
    edit: { config: setting('database.maxStorageGib', 400) },
    expected: 'capacity',
    at: instance,
    why: 'Storage autoscaling stops at MaxAllocatedStorage: there is less room than before.',
  },
  {
    name: 'standby given up',
    environment: 'production',
    edit: {
      config: setting('database.multiAz', {
        enabled: false,
        reason: 'half the price until the first customer pays',
      }),
    },
    expected: 'data-loss',
    at: instance,
    why: 'A protection removed: the standby is the only copy of what RDS has not yet sent to S3, which it does every five minutes.',
  },
  {
    name: 'first read replica',
    environment: 'production',
    edit: { config: setting('database.readReplicas', 1) },
    expected: 'restart',
    at: 'kubernetes/app/Deployment/api',
    why: 'A replica is made from the standby’s snapshot without an outage; pods roll because they get DATABASE_READER_URL.',
  },
  {
    name: 'last read replica removed',
    environment: 'grown',
    edit: { config: setting('database.readReplicas', 0) },
    expected: 'downtime',
    at: 'production-database/Reader1',
    why: 'It holds nothing of its own, but the database’s stack deletes it before the workloads’ stack takes its address from the pods.',
  },
  {
    name: 'database restored from a snapshot',
    environment: 'production',
    edit: {
      config: setting('database.from', {
        kind: 'snapshot',
        snapshotArn: 'arn:aws:rds:us-east-1:123456789012:snapshot:before-launch',
      }),
    },
    expected: 'data-loss',
    at: instance,
    why: 'Another identifier and DBSnapshotIdentifier: CloudFormation makes a new instance, without what was written since the snapshot.',
  },
  {
    name: 'point-in-time recovery shortened',
    environment: 'production',
    edit: { config: setting('database.pointInTimeDays', 3) },
    expected: 'data-loss',
    at: instance,
    why: 'Backups cut: RDS deletes automated backups that are older than the new period; the requirement is seven days.',
  },
  {
    name: 'point-in-time recovery lengthened',
    environment: 'production',
    edit: { config: setting('database.pointInTimeDays', 14) },
    expected: 'restart',
    at: 'kubernetes/app/Deployment/lifecycle',
    why: 'RDS: only from or to 0 does the period interrupt an instance; pods roll because POINT_IN_TIME_DAYS tells them.',
  },
  {
    name: 'regional backups off',
    environment: 'production',
    edit: {
      config: setting('database.regionalBackups', {
        enabled: false,
        reason: 'one region is enough until the first customer pays',
      }),
    },
    expected: 'data-loss',
    at: instance,
    why: 'Backups cut: the loss of the region would now lose all but the weekly copy, not 15 minutes.',
  },
  {
    name: 'database deletion protection off',
    environment: 'production',
    edit: {
      config: setting('database.deletionProtection', {
        enabled: false,
        reason: 'the instance is going to be replaced next week',
      }),
    },
    expected: 'data-loss',
    at: instance,
    why: 'A protection removed.',
  },
  {
    name: 'database logs kept for a week',
    environment: 'production',
    edit: { config: setting('database.logRetentionDays', 7) },
    expected: 'data-loss',
    at: 'production-database/Instance/Logs/postgresql',
    why: 'Retention cut: CloudWatch Logs marks what is older for deletion within 72 hours.',
  },
  {
    name: 'database logs kept for two months',
    environment: 'production',
    edit: { config: setting('database.logRetentionDays', 60) },
    expected: 'safe',
    why: 'Longer retention deletes nothing and interrupts nothing.',
  },
  {
    name: 'database logins rotated more often',
    environment: 'production',
    edit: { config: setting('database.credentialRotationDays', 25) },
    expected: 'safe',
    frightening: true,
    why: 'RotateImmediatelyOnUpdate is false, so only the next date moves; two users alternate, and pods follow within the hour.',
  },
  {
    name: 'PostgreSQL upgraded to the next major version',
    environment: 'starter',
    edit: { config: setting('database.engineVersion', '18') },
    expected: 'downtime',
    at: 'starter-database/Instance',
    why: 'RDS: a major upgrade stops primary and standby at once, for minutes. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.html',
  },
  {
    name: 'database under another logical id',
    environment: 'production',
    edit: { stacks: renamed('production-database', 'Instance', 'Database') },
    expected: 'data-loss',
    at: instance,
    why: 'Another logical id is another resource: a new, empty instance, and the old one leaves the stack.',
  },
  {
    name: 'database with a public address',
    environment: 'production',
    edit: { stacks: property('production-database', 'Instance', 'PubliclyAccessible', true) },
    expected: 'exposure',
    at: instance,
    why: 'Public access.',
  },
  {
    name: 'database without encryption',
    environment: 'production',
    edit: { stacks: property('production-database', 'Instance', 'StorageEncrypted', false) },
    expected: 'data-loss',
    at: instance,
    why: 'Encryption off is an exposure, and StorageEncrypted is create-only besides: a new, empty instance, which is worse.',
  },
  {
    name: 'database deleted with its stack',
    environment: 'production',
    edit: {
      stacks: (app) =>
        resourceAt(app, 'production-database', 'Instance').applyRemovalPolicy(RemovalPolicy.DESTROY),
    },
    expected: 'data-loss',
    at: instance,
    why: 'A protection removed: until now the instance stayed when the stack or a replacement let go of it.',
  },
  {
    name: 'connections without TLS allowed',
    environment: 'production',
    edit: {
      stacks: property('production-database', 'Settings/ParameterGroup', 'Parameters', {
        'rds.force_ssl': '0',
      }),
    },
    expected: 'exposure',
    at: 'production-database/Settings/ParameterGroup',
    why: 'rds.force_ssl 0 lets clients send passwords and rows in clear: encryption off.',
  },
  {
    name: 'slow statements logged from half a second',
    environment: 'production',
    edit: {
      stacks: property('production-database', 'Settings/ParameterGroup', 'Parameters', {
        log_min_duration_statement: '500',
      }),
    },
    expected: 'safe',
    frightening: true,
    why: 'A dynamic parameter: RDS applies it at once and without a reboot. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html',
  },
  {
    name: 'daily backup two hours earlier',
    environment: 'production',
    edit: { stacks: property('production-database', 'Instance', 'PreferredBackupWindow', '05:00-05:30') },
    expected: 'safe',
    frightening: true,
    why: 'RDS: no downtime; the backup is as often as before and is taken from the standby.',
  },
  {
    name: 'encryption key of the application under another logical id',
    environment: 'production',
    edit: { stacks: renamed('production-database', 'EncryptionKey/Secret', 'ApplicationKey') },
    expected: 'data-loss',
    at: 'production-database/EncryptionKey/Secret',
    why: 'A new secret gets a new random value, which cannot read what the old one encrypted.',
  },
  {
    name: 'database open to every address',
    environment: 'production',
    edit: {
      stacks: (app) => {
        const stack = stackNamed(app, 'production-database');
        new CfnSecurityGroupIngress(stack, 'FromEverywhere', {
          groupId: resourceAt(app, 'production-database', 'Settings/SecurityGroup')
            .getAtt('GroupId')
            .toString(),
          cidrIp: '0.0.0.0/0',
          ipProtocol: 'tcp',
          fromPort: 5432,
          toPort: 5432,
        });
      },
    },
    expected: 'exposure',
    at: 'production-database/FromEverywhere',
    why: 'A wider security group.',
  },
  {
    name: 'protection of the database’s stack off',
    environment: 'production',
    edit: { stacks: (app) => void (stackNamed(app, 'production-database').terminationProtection = false) },
    expected: 'data-loss',
    at: 'production-database/Stack',
    why: 'A protection removed: one command may now delete the stack.',
  },
  {
    name: 'alarm on the database’s CPU a little later',
    environment: 'production',
    edit: {
      stacks: property(
        'production-database',
        'Alarms/Primary/database-cpu-high/Alarm',
        'EvaluationPeriods',
        4,
      ),
    },
    expected: 'safe',
    why: 'An alarm is changed in place and no customer depends on it.',
  },
];
