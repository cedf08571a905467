/**
 * Resource types that the picture names, each in the words of the field; all others are the plumbing between these.
 * A type's place in this list is its place in a box.
 */
export const picturedTypes: Readonly<Record<string, string>> = {
  'AWS::EC2::VPC': 'VPC',
  'AWS::EC2::NatGateway': 'NAT gateway',
  'AWS::EC2::VPCEndpoint': 'gateway endpoint',
  'AWS::EKS::Cluster': 'EKS cluster',
  'AWS::EKS::Addon': 'add-on',
  'AWS::RDS::DBInstance': 'PostgreSQL',
  'AWS::ElastiCache::ReplicationGroup': 'Valkey group',
  'AWS::SecretsManager::Secret': 'secret',
  'AWS::SecretsManager::RotationSchedule': 'rotation',
  'AWS::KMS::Key': 'key',
  'AWS::KMS::ReplicaKey': 'replica key',
  'AWS::Route53::HostedZone': 'hosted zone',
  'AWS::ECR::Repository': 'image repository',
  'AWS::Backup::BackupVault': 'backup vault',
  'AWS::Backup::BackupPlan': 'weekly plan',
  'AWS::Backup::RestoreTestingPlan': 'restore test',
  'AWS::S3::Bucket': 'bucket',
  'AWS::SNS::Topic': 'topic',
  'AWS::Budgets::Budget': 'budget',
  'AWS::CE::AnomalyMonitor': 'cost anomaly monitor',
  'AWS::CloudTrail::Trail': 'audit trail',
  'AWS::SSM::Parameter': 'parameter',
  'AWS::EKS::PodIdentityAssociation': 'pod identity',
  'Custom::AWSCDK-EKS-KubernetesResource': 'chart manifest',
  'Custom::AWSCDK-EKS-KubernetesObjectValue': 'deploy gate',
  'AWS::CloudWatch::Alarm': 'alarm',
};
