import { always } from '../columns';
import { backupPlan, restoreTest } from './backup-costs';
import { replicationGroup } from './cache-costs';
import { databaseInstance } from './database-costs';
import { alarm, logGroup, threatDetector } from './log-costs';
import {
  hostedZone,
  internetGateway,
  lambdaFunction,
  natGateway,
  publicAddress,
  vpc,
  vpcEndpoint,
} from './network-costs';
import type { ResourceRule } from './resource-rule';
import { key, replicaKey, secret } from './secret-costs';
import { bucket, imageReplication, imageRepository } from './storage-costs';

/** Clusters are deployed with standard support alone, so an old version is upgraded, not paid for. */
const cluster: ResourceRule = (_, { hoursPerMonth }) => [
  { item: 'control plane', priceId: 'eks.std', quantity: always(hoursPerMonth) },
];

/** Types that cost something. Nodes, load balancers and volumes that the cluster buys are no resources of a template. */
export const pricedTypes: Readonly<Record<string, ResourceRule>> = {
  'AWS::Backup::BackupPlan': backupPlan,
  'AWS::Backup::RestoreTestingSelection': restoreTest,
  'AWS::CloudWatch::Alarm': alarm,
  'AWS::EC2::EIP': publicAddress,
  'AWS::EC2::InternetGateway': internetGateway,
  'AWS::EC2::NatGateway': natGateway,
  'AWS::EC2::VPC': vpc,
  'AWS::EC2::VPCEndpoint': vpcEndpoint,
  'AWS::ECR::ReplicationConfiguration': imageReplication,
  'AWS::ECR::Repository': imageRepository,
  'AWS::EKS::Cluster': cluster,
  'AWS::ElastiCache::ReplicationGroup': replicationGroup,
  'AWS::GuardDuty::Detector': threatDetector,
  'AWS::KMS::Key': key,
  'AWS::KMS::ReplicaKey': replicaKey,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Logs::LogGroup': logGroup,
  'AWS::RDS::DBInstance': databaseInstance,
  'AWS::Route53::HostedZone': hostedZone,
  'AWS::S3::Bucket': bucket,
  'AWS::SecretsManager::Secret': secret,
};
