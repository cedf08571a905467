import { objectName, objectsOfKind } from '../kubernetes-objects';
import { resourcesOf } from '../stack-resources';
import type { Json, Law } from '../tree';

interface Demand {
  readonly met: (properties: Json) => boolean;
  readonly otherwise: string;
}

const needs = (otherwise: string, met: (properties: Json) => boolean): Demand => ({ otherwise, met });

/** What each store must spell. A database made from a snapshot or a backup inherits the encryption of its source. */
const demands: Readonly<Record<string, readonly Demand[]>> = {
  'AWS::RDS::DBInstance': [
    needs('storage is not encrypted', (p) => p.StorageEncrypted === true || isCopy(p)),
    needs('no key of ours', (p) => p.KmsKeyId !== undefined || isCopy(p)),
  ],
  'AWS::ElastiCache::ReplicationGroup': [
    needs('not encrypted at rest', (p) => p.AtRestEncryptionEnabled === true),
    needs('no key of ours', (p) => p.KmsKeyId !== undefined),
    needs(
      'speaks without TLS',
      (p) => p.TransitEncryptionEnabled === true && p.TransitEncryptionMode !== 'preferred',
    ),
  ],
  'AWS::S3::Bucket': [needs('no encryption', (p) => p.BucketEncryption !== undefined)],
  'AWS::SecretsManager::Secret': [needs('no key of ours', (p) => p.KmsKeyId !== undefined)],
  'AWS::SNS::Topic': [needs('no encryption', (p) => p.KmsMasterKeyId !== undefined)],
  'AWS::SQS::Queue': [
    needs('no encryption', (p) => p.KmsMasterKeyId !== undefined || p.SqsManagedSseEnabled === true),
  ],
  'AWS::ECR::Repository': [
    needs('no KMS encryption', (p) => p.EncryptionConfiguration?.EncryptionType === 'KMS'),
  ],
  'AWS::Backup::BackupVault': [needs('no key of ours', (p) => p.EncryptionKeyArn !== undefined)],
  'AWS::CloudTrail::Trail': [needs('no key of ours', (p) => p.KMSKeyId !== undefined)],
  'AWS::EKS::Cluster': [needs('Secrets are not encrypted by a key', (p) => p.EncryptionConfig?.length > 0)],
  'AWS::KMS::Key': [needs('the key is not rotated', (p) => p.EnableKeyRotation === true)],
};

const isCopy = (properties: Json): boolean =>
  ['DBSnapshotIdentifier', 'SourceDBInstanceIdentifier', 'SourceDBInstanceAutomatedBackupsArn'].some(
    (field) => properties[field] !== undefined,
  );

/** Every store is encrypted, with a key of ours where the service takes one. */
export const storesAreEncrypted: Law = (tree) => [
  ...resourcesOf(tree).flatMap(({ type, properties, name }) =>
    (demands[type] ?? [])
      .filter(({ met }) => !met(properties))
      .map(({ otherwise }) => `${name}: ${otherwise}`),
  ),
  ...objectsOfKind(tree, 'StorageClass')
    .filter(({ parameters }) => (parameters as Json)?.encrypted !== 'true')
    .map((storageClass) => `${objectName(storageClass)}: volumes are not encrypted`),
];
