/** What a question was tried against: the emulator, or answers recorded from AWS's documentation. */
export type Trial = 'moto' | 'recorded';

/**
 * Every operation that the checks call, by IAM's name of it. `moto` are those that moto answers as AWS does, `recorded`
 * those that it lacks. No operation has been asked of AWS itself yet.
 */
export const triedAgainst: Readonly<Record<string, Trial>> = {
  'cloudformation:DescribeStacks': 'moto',
  'ec2:DescribeAddresses': 'moto',
  'ec2:DescribeAvailabilityZones': 'moto',
  'ec2:DescribeInstanceTypeOfferings': 'moto',
  'ec2:DescribeInstances': 'moto',
  'ec2:DescribeNetworkInterfaces': 'moto',
  'ec2:DescribeRegions': 'moto',
  'ec2:DescribeVpcs': 'moto',
  'ecr:BatchGetImage': 'moto',
  'ecr:DescribeImageScanFindings': 'moto',
  'ecr:GetDownloadUrlForLayer': 'recorded',
  'eks:DescribeAddonVersions': 'recorded',
  'eks:DescribeCluster': 'moto',
  'eks:DescribeClusterVersions': 'recorded',
  'elasticache:DescribeCacheEngineVersions': 'recorded',
  'elasticache:DescribeReservedCacheNodesOfferings': 'recorded',
  'rds:DescribeDBInstanceAutomatedBackups': 'recorded',
  'rds:DescribeDBInstances': 'moto',
  'rds:DescribeDBMajorEngineVersions': 'recorded',
  'rds:DescribeOrderableDBInstanceOptions': 'recorded',
  'rds:DescribePendingMaintenanceActions': 'recorded',
  'route53:GetHostedZone': 'moto',
  'route53:ListHostedZonesByName': 'moto',
  'secretsmanager:GetSecretValue': 'moto',
  'servicequotas:GetAWSDefaultServiceQuota': 'recorded',
  'servicequotas:GetServiceQuota': 'moto',
  'ssm:GetParameter': 'moto',
  'sts:GetCallerIdentity': 'moto',
};

/** Against what a check was tried, by the operations that it called; empty: it called none. */
export const trialsOf = (called: readonly string[]): Trial[] =>
  [...new Set(called.map((operation) => triedAgainst[operation] ?? 'recorded'))].sort();
