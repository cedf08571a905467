import type { Assessment } from '../../change';
import { at, enumerated, type Found, isTrue, objectAt, textAt } from '../reading/values';
import type { AwsRule } from '../rule';
import { altered, differs, lowered, type Setting, settingsRule, switchedOff } from './setting';

const type = 'AWS::RDS::DBInstance';
const blueGreen =
  'Use an RDS Blue/Green deployment: the change is made on a copy, and the switch takes under a minute.';

/**
 * What RDS does to a running instance. Which settings interrupt it:
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.Settings.html
 */
export const databaseSettings: readonly Setting[] = [
  {
    type,
    path: ['EngineVersion'],
    worse: altered,
    risk: 'downtime',
    // The standby is upgraded at the same time, so it is no help.
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.html
    why: (before, after) =>
      `The database is upgraded from ${before} to ${after} and answers nobody meanwhile, 10 to 30 minutes for a major version, a few for a minor one.`,
    instead: blueGreen,
  },
  {
    type,
    path: ['MultiAZ'],
    worse: switchedOff,
    risk: 'data-loss',
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIT.html: logs go to S3 every five minutes.
    why: 'Without the standby a lost volume takes up to five minutes of data with it, and the next failure or maintenance is an outage of many minutes, where a failover takes 60-120 seconds.',
    instead: 'Keep the standby; take a smaller class to save.',
  },
  {
    type,
    path: ['BackupRetentionPeriod'],
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html
    worse: (before, after) => isNone(before) !== isNone(after),
    risk: 'downtime',
    why: 'Automated backups are switched on or off: reads and writes stand still, a few seconds to a few minutes.',
    instead: 'Deploy it at a quiet hour.',
  },
  {
    type,
    path: ['Port'],
    worse: differs,
    risk: 'downtime',
    why: 'The database restarts on another port and refuses every client of the old one.',
  },
  {
    type,
    path: ['DBParameterGroupName'],
    worse: altered,
    risk: 'downtime',
    why: 'Another parameter group takes effect by a reboot, 60-120 seconds without a database.',
    instead: 'Reboot with failover at a quiet hour.',
  },
  {
    type,
    path: ['CACertificateIdentifier'],
    worse: altered,
    risk: 'restart',
    // PostgreSQL takes the certificate up without a restart.
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL-certificate-rotation.html
    why: 'The server shows another certificate; clients connect again and must trust its authority.',
    instead: 'Check first that the pods’ bundle holds the new authority.',
  },
  {
    type,
    path: ['AllocatedStorage'],
    worse: lowered(0),
    risk: 'data-loss',
    why: (before, after) =>
      `RDS cannot shrink ${before} GiB to ${after}: the deploy fails, and the only way is another instance with the data copied.`,
    instead: 'Shrink by an RDS Blue/Green deployment, or keep the size.',
  },
  {
    type,
    path: ['StorageType'],
    worse: differs,
    risk: 'downtime',
    why: 'The storage is moved to another type: slow for hours, and some types interrupt the instance at the start.',
  },
];

/** Where nothing is said, RDS keeps backups for one day. */
const isNone = (days: Found): boolean => Number(days ?? 1) === 0;

/**
 * 5-10 minutes of change, of which customers feel the failover: 60-120 seconds.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.Failover.html
 */
const instanceClass: AwsRule = ({ before, after }) => {
  if (!before || after?.type !== type) return [];
  const [old, now] = [before, after].map(({ body }) => textAt(body, 'Properties', 'DBInstanceClass'));
  if (old === now) return [];
  const isMultiAz = isTrue(at(before.body, 'Properties', 'MultiAZ'));
  const lasting = isMultiAz
    ? 'the change takes 5-10 minutes, and customers feel the failover of 60-120 seconds'
    : 'without a standby the database is away for the whole change, 5-10 minutes';
  return [
    { risk: 'downtime', why: `The class becomes ${now} instead of ${old}: ${lasting}.`, instead: blueGreen },
  ];
};

/**
 * PostgreSQL's parameters that are read at the start alone: those whose context is `postmaster` in pg_settings of
 * version 17, without those that RDS does not let anyone set, and those of the extensions that RDS preloads.
 */
const staticParameters = new Set(
  (
    'autovacuum_freeze_max_age autovacuum_max_workers autovacuum_multixact_freeze_max_age commit_timestamp_buffers ' +
    'dynamic_shared_memory_type huge_pages max_connections max_files_per_process max_locks_per_transaction ' +
    'max_logical_replication_workers max_notify_queue_pages max_pred_locks_per_transaction max_prepared_transactions ' +
    'max_replication_slots max_wal_senders max_worker_processes min_dynamic_shared_memory multixact_member_buffers ' +
    'multixact_offset_buffers notify_buffers rds.logical_replication reserved_connections serializable_buffers ' +
    'shared_buffers shared_preload_libraries subtransaction_buffers superuser_reserved_connections ' +
    'track_activity_query_size track_commit_timestamp transaction_buffers wal_buffers wal_decode_buffer_size wal_level ' +
    'pg_stat_statements.max cron.database_name'
  ).split(' '),
);

/** Values that give away what was hidden; a parameter that is gone has RDS's default. */
const revealing: Readonly<Record<string, (value: string) => string | false>> = {
  'rds.force_ssl': (value) => value === '0' && 'the database takes connections without TLS',
  password_encryption: (value) => value === 'md5' && 'passwords are stored as MD5',
  log_connections: (value) => value !== '1' && 'nobody can tell who was connected',
  log_statement: (value) =>
    value !== 'none' && value !== '' && 'statements, with tenants’ data, come into the logs',
  log_min_error_statement: (value) =>
    value !== 'panic' && 'failed statements, with tenants’ data, come into the logs',
  log_parameter_max_length: (value) => value !== '0' && 'tenants’ data comes into the logs',
  log_parameter_max_length_on_error: (value) =>
    value !== '0' && value !== '' && 'tenants’ data comes into the logs',
  log_error_verbosity: (value) =>
    value !== 'terse' && 'errors come into the logs with the rows that caused them',
};

/** Single parameters of the server. A change of a static one waits for a reboot; of any other it holds at once. */
const parameters: AwsRule = ({ before, after }) => {
  if (!before || after?.type !== 'AWS::RDS::DBParameterGroup') return [];
  const [old, now] = [before, after].map(({ body }) => objectAt(body, 'Properties', 'Parameters'));
  const changed = [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])].filter(
    (name) => textAt(old, name) !== textAt(now, name),
  );
  return changed.length > 0
    ? [...revealed(changed, now), ...reboots(changed), ...fewerConnections(old, now)]
    : [];
};

const revealed = (changed: readonly string[], now: Found): Assessment[] =>
  changed.flatMap((name) => {
    const fault = revealing[name]?.(textAt(now, name)) ?? false;
    return fault === false ? [] : [{ risk: 'exposure', why: `${name}: ${fault}.` } satisfies Assessment];
  });

function reboots(changed: readonly string[]): Assessment[] {
  const waiting = changed.filter((name) => staticParameters.has(name));
  return waiting.length > 0
    ? [
        {
          risk: 'downtime',
          why: `${enumerated(waiting)} takes effect by a reboot alone: 60-120 seconds without a database, when somebody or the next maintenance does it.`,
          instead: 'Reboot with failover at a quiet hour, and not by the next accident.',
        },
      ]
    : [{ risk: 'safe', why: `${enumerated(changed)} holds for new statements at once, without a restart.` }];
}

function fewerConnections(old: Found, now: Found): Assessment[] {
  const [then, left] = [old, now].map((group) => Number(textAt(group, 'max_connections') || NaN));
  return (left ?? NaN) < (then ?? NaN)
    ? [{ risk: 'capacity', why: `The database takes ${left} connections instead of ${then}.` }]
    : [];
}

/** What a running database does when its settings change. */
export const database: AwsRule = (change, world) => [
  ...settingsRule(databaseSettings)(change, world),
  ...instanceClass(change, world),
  ...parameters(change, world),
];
