import type { PlantedFault } from './planted-fault';

/** What AWS does not offer, or offers no longer. */
export const offerFaults: readonly PlantedFault[] = [
  {
    fault: 'the version of Kubernetes is out of standard support',
    check: 'Kubernetes version',
    what: /^Kubernetes 1\.36 is out of standard support since 2027-08-02; in it are 1\.37$/,
    command: /cluster\.kubernetesVersion in config\/environments\/production\.ts$/,
    plant: (aws) =>
      aws.change('eks:DescribeClusterVersions', (answer) => {
        answer.clusterVersions[0].versionStatus = 'EXTENDED_SUPPORT';
        answer.clusterVersions[1] = { clusterVersion: '1.37', versionStatus: 'STANDARD_SUPPORT' };
      }),
  },
  {
    fault: 'EKS does not offer the version of Kubernetes',
    check: 'Kubernetes version',
    what: /^EKS does not offer Kubernetes 1\.36 in us-east-1; in standard support are 1\.35$/,
    command: /describe-cluster-versions/,
    plant: (aws) =>
      aws.change('eks:DescribeClusterVersions', (answer) => {
        answer.clusterVersions[0].clusterVersion = '1.35';
      }),
  },
  {
    fault: 'the live cluster is two minor versions behind',
    check: 'Kubernetes version',
    what: /^The cluster runs Kubernetes 1\.34, and the config asks for 1\.36$/,
    command: /describe-cluster --region us-east-1 --name production/,
    plant: (aws) =>
      aws.change('eks:DescribeCluster', (answer) => {
        answer.cluster.version = '1.34';
      }),
  },
  {
    fault: 'an add-on is not offered for the version of Kubernetes',
    check: 'add-ons',
    what: /a default version of the add-on cert-manager for Kubernetes 1\.36; it offers nothing$/,
    command: /describe-addon-versions .*--addon-name cert-manager$/,
    plant: (aws) =>
      aws.plant('eks:DescribeAddonVersions', ({ addonName }) =>
        addonName === 'cert-manager' ? { addons: [] } : null,
      ),
  },
  {
    fault: "an add-on does not run on the nodes' architecture",
    check: 'add-ons',
    what: /^The add-on metrics-server v1\.9\.0-eksbuild\.3 does not run on arm64$/,
    command: /--addon-name metrics-server$/,
    plant: (aws) => {
      const answer = aws.copyOf('eks:DescribeAddonVersions');
      answer.addons[0].addonVersions[1].architecture = ['amd64'];
      aws.plant('eks:DescribeAddonVersions', ({ addonName }) =>
        addonName === 'metrics-server' ? answer : null,
      );
    },
  },
  {
    fault: 'a zone sells none of the types of the node pools',
    check: 'node types',
    what: /^Zone us-east-1c offers none of the pool (general|workers)'s types \(m7g\.large, /,
    command: /describe-instance-type-offerings .*Values=us-east-1c$/,
    plant: (aws) =>
      aws.change('ec2:DescribeInstanceTypeOfferings', (answer) => {
        answer.DescribeInstanceTypeOfferingsResponse.instanceTypeOfferingSet.item.pop();
      }),
  },
  {
    fault: 'the database class cannot be ordered in one of the zones',
    check: 'database class and engine',
    what: /^RDS does not offer db\.m7g\.xlarge with PostgreSQL 17 in us-east-1b$/,
    command: /describe-orderable-db-instance-options .*--db-instance-class db\.m7g\.xlarge/,
    plant: (aws) =>
      aws.change('rds:DescribeOrderableDBInstanceOptions', (answer) => {
        const { OrderableDBInstanceOption: options } =
          answer.DescribeOrderableDBInstanceOptionsResponse.DescribeOrderableDBInstanceOptionsResult
            .OrderableDBInstanceOptions;
        options[0].AvailabilityZones.AvailabilityZone.splice(1, 1);
      }),
  },
  {
    fault: 'the database class is not offered with the engine',
    check: 'database class and engine',
    what: /^RDS does not offer db\.m7g\.xlarge with PostgreSQL 17 on gp3 in us-east-1$/,
    command: /then database in config\/environments\/production\.ts$/,
    plant: (aws) =>
      aws.change('rds:DescribeOrderableDBInstanceOptions', (answer) => {
        answer.DescribeOrderableDBInstanceOptionsResponse.DescribeOrderableDBInstanceOptionsResult.OrderableDBInstanceOptions.OrderableDBInstanceOption.shift();
      }),
  },
  {
    fault: 'PostgreSQL is out of standard support',
    check: 'database class and engine',
    what: /^PostgreSQL 17 is out of standard support since 2026-02-28$/,
    command: /describe-db-major-engine-versions/,
    plant: (aws) =>
      aws.change('rds:DescribeDBMajorEngineVersions', (answer) => {
        const [version] =
          answer.DescribeDBMajorEngineVersionsResponse.DescribeDBMajorEngineVersionsResult
            .DBMajorEngineVersions.DBMajorEngineVersion;
        version.SupportedEngineLifecycles.SupportedEngineLifecycle[0].LifecycleSupportEndDate =
          '2026-02-28T23:59:59.999Z';
      }),
  },
  {
    fault: 'ElastiCache does not offer the version of Valkey',
    check: 'cache nodes and engine',
    what: /^ElastiCache does not offer Valkey 8\.0 in us-east-1; it offers 7\.2$/,
    command: /cache\.engineVersion in config\/environments\/production\.ts$/,
    plant: (aws) =>
      aws.change('elasticache:DescribeCacheEngineVersions', (answer) => {
        answer.DescribeCacheEngineVersionsResponse.DescribeCacheEngineVersionsResult.CacheEngineVersions.CacheEngineVersion.pop();
      }),
  },
  {
    fault: 'the region has no cache nodes of the type',
    check: 'cache nodes and engine',
    what: /^ElastiCache reserves no cache\.m7g\.large in us-east-1/,
    command: /describe-reserved-cache-nodes-offerings/,
    plant: (aws) =>
      aws.change('elasticache:DescribeReservedCacheNodesOfferings', (answer) => {
        answer.DescribeReservedCacheNodesOfferingsResponse.DescribeReservedCacheNodesOfferingsResult.ReservedCacheNodesOfferings =
          '';
      }),
  },
];
