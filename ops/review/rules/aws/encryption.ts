import type { AwsRule } from '../rule';
import { at, type Found, listAt, textAt } from '../reading/values';
import { secretsInClear } from '../reading/secret-shapes';
import { enumerated } from '../reading/values';
import {
  dropped,
  leaves,
  raised,
  type Setting,
  settingsRule,
  switchedOff,
  switchedOffByName,
} from './setting';

const encryptions: readonly (readonly [type: string, ...path: readonly string[]])[] = [
  ['AWS::RDS::DBInstance', 'StorageEncrypted'],
  ['AWS::RDS::DBCluster', 'StorageEncrypted'],
  ['AWS::ElastiCache::ReplicationGroup', 'AtRestEncryptionEnabled'],
  ['AWS::ElastiCache::ReplicationGroup', 'TransitEncryptionEnabled'],
  ['AWS::EFS::FileSystem', 'Encrypted'],
  ['AWS::EC2::Volume', 'Encrypted'],
];

const keys: readonly (readonly [type: string, ...path: readonly string[]])[] = [
  ['AWS::EKS::Cluster', 'EncryptionConfig'],
  ['AWS::Logs::LogGroup', 'KmsKeyId'],
  ['AWS::SNS::Topic', 'KmsMasterKeyId'],
  ['AWS::SecretsManager::Secret', 'KmsKeyId'],
  ['AWS::CloudTrail::Trail', 'KMSKeyId'],
  ['AWS::S3::Bucket', 'BucketEncryption'],
  ['AWS::RDS::DBInstance', 'PerformanceInsightsKMSKeyId'],
  ['AWS::Backup::BackupVault', 'EncryptionKeyArn'],
];

/** What others could read once it is off. */
export const encryptionSettings: readonly Setting[] = [
  ...encryptions.map(([type, ...path]): Setting => ({
    type,
    path,
    worse: switchedOff,
    risk: 'exposure',
    why: `${path.join('.')} is off: the data lies, or travels, in clear.`,
  })),
  ...keys.map(([type, ...path]): Setting => ({
    type,
    path,
    worse: dropped,
    risk: 'exposure',
    why: `${path.join('.')} is gone: the data is no longer encrypted with the platform’s key, whose use is limited and recorded.`,
  })),
  {
    type: 'AWS::S3::Bucket',
    path: ['BucketEncryption'],
    worse: (before, after) => algorithm(before).startsWith('aws:kms') && algorithm(after) === 'AES256',
    risk: 'exposure',
    why: 'New objects are encrypted with S3’s key instead of the platform’s, whose use is limited and recorded.',
  },
  {
    type: 'AWS::ElastiCache::ReplicationGroup',
    path: ['TransitEncryptionMode'],
    worse: leaves('required'),
    risk: 'exposure',
    why: 'The cache takes connections without TLS.',
    instead: 'Use `preferred` only while clients move to TLS.',
  },
  ...['UserGroupIds', 'AuthToken'].map((property): Setting => ({
    type: 'AWS::ElastiCache::ReplicationGroup',
    path: [property],
    worse: dropped,
    risk: 'exposure',
    why: 'The cache takes commands without a login.',
  })),
  {
    type: 'AWS::ElastiCache::User',
    path: ['AuthenticationMode', 'Type'],
    worse: (before, after) => before !== undefined && after === 'no-password-required',
    risk: 'exposure',
    why: 'The cache’s user needs no password.',
  },
  {
    type: 'AWS::KMS::Key',
    path: ['EnableKeyRotation'],
    worse: switchedOff,
    risk: 'exposure',
    why: 'The key’s material stays the same for ever.',
  },
  {
    type: 'AWS::KMS::Key',
    path: ['Enabled'],
    worse: switchedOffByName,
    risk: 'downtime',
    why: 'Nothing can be decrypted while the key is off: database, cache, secrets and queues stop.',
  },
  {
    type: 'AWS::SecretsManager::RotationSchedule',
    path: ['RotationRules', 'AutomaticallyAfterDays'],
    worse: raised(30),
    risk: 'exposure',
    why: (before, after) => `A leaked password works for up to ${after} days instead of ${before}.`,
  },
  {
    type: 'AWS::SSM::Parameter',
    path: ['Type'],
    worse: leaves('SecureString'),
    risk: 'exposure',
    why: 'The parameter is stored in clear.',
  },
  {
    type: 'AWS::ElasticLoadBalancingV2::Listener',
    path: ['SslPolicy'],
    worse: (before, after) => textAt(before).includes('TLS13') && !textAt(after).includes('TLS13'),
    risk: 'exposure',
    why: 'The listener takes older versions of TLS.',
  },
];

const algorithm = (encryption: Found): string =>
  textAt(
    listAt(encryption, 'ServerSideEncryptionConfiguration')[0],
    'ServerSideEncryptionByDefault',
    'SSEAlgorithm',
  );

/** Rights of a Valkey user, as a list of words: `+` and `~` give, `-` takes. */
const accessString: AwsRule = ({ before, after }) => {
  if (!before || after?.type !== 'AWS::ElastiCache::User') return [];
  const words = (body: Found): readonly string[] => textAt(body, 'Properties', 'AccessString').split(/\s+/);
  const [old, now] = [words(before.body), words(after.body)];
  const given = now.filter((word) => !/^(-|off$|reset|on$|nocommands)/.test(word) && !old.includes(word));
  const untaken = old.filter((word) => word.startsWith('-') && !now.includes(word));
  const taken = [
    ...old.filter((word) => !word.startsWith('-') && !now.includes(word)),
    ...now.filter((word) => word.startsWith('-') && !old.includes(word)),
  ];
  return [
    ...(given.length + untaken.length > 0
      ? [
          {
            risk: 'exposure' as const,
            why: `Clients of the cache may do more: ${enumerated([...given, ...untaken.map((word) => `no ${word}`)])}.`,
          },
        ]
      : []),
    ...(taken.length > 0
      ? [
          {
            risk: 'downtime' as const,
            why: `Clients of the cache that need ${enumerated(taken)} are refused at once.`,
          },
        ]
      : []),
  ];
};

/** A secret in the template is readable by everyone who can read the stack. */
const clearSecrets: AwsRule = ({ before, after }) => {
  if (!after) return [];
  const old = before ? secretsInClear(at(before.body, 'Properties')) : [];
  const found = secretsInClear(at(after.body, 'Properties')).filter((path) => !old.includes(path));
  if (found.length === 0) return [];
  return [
    {
      risk: 'exposure',
      why: `${enumerated(found)} holds a secret in clear, in git and in the template.`,
      instead: 'Put it into Secrets Manager, and refer to it by {{resolve:secretsmanager:…}}.',
    },
  ];
};

/** Everything that keeps data, logins and secrets from other eyes. */
export const encryption: AwsRule = (change, world) => [
  ...settingsRule(encryptionSettings)(change, world),
  ...accessString(change, world),
  ...clearSecrets(change, world),
];
