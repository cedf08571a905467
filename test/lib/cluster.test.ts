import { type Json, resourcesOfType, stackTemplate } from '../support/synthesized';

const template = stackTemplate('production', 'cluster');
const only = (type: string, from = template): Json => {
  const found = resourcesOfType(from, type);
  expect(found).toHaveLength(1);
  return found[0]!.properties;
};
const withId = (type: string, prefix: string): Json =>
  resourcesOfType(template, type).find(({ id }) => id.startsWith(prefix))!.properties;
const cluster = only('AWS::EKS::Cluster');

describe('the control plane', () => {
  test('runs the configured version', () => {
    expect(cluster.Version).toBe('1.36');
  });

  test('never slides into extended support, which costs six times as much', () => {
    expect(cluster.UpgradePolicy).toEqual({ SupportType: 'STANDARD' });
  });

  test('is protected from deletion', () => {
    expect(cluster.DeletionProtection).toBe(true);
  });

  test('is Auto Mode without AWS’s own pools', () => {
    expect(cluster.ComputeConfig).toEqual({ Enabled: true, NodePools: [] });
  });

  test('knows access entries alone, and none for whoever made it', () => {
    expect(cluster.AccessConfig).toEqual({
      AuthenticationMode: 'API',
      BootstrapClusterCreatorAdminPermissions: false,
    });
  });

  test('encrypts Secrets with the data key', () => {
    expect(JSON.stringify(cluster.EncryptionConfig[0].Provider.KeyArn)).toContain('production-keys');
  });

  test('has a private endpoint alone where no address is configured', () => {
    expect(cluster.ResourcesVpcConfig).toMatchObject({
      EndpointPrivateAccess: true,
      EndpointPublicAccess: false,
    });
  });

  test('answers Services in the block that policies name', () => {
    expect(cluster.KubernetesNetworkConfig.ServiceIpv4Cidr).toBe('172.20.0.0/16');
  });

  test.each([
    ['production', ['api', 'audit', 'authenticator']],
    ['starter', ['audit', 'authenticator']],
  ])('%s writes the configured logs', (environment, logs) => {
    const { Logging } = only('AWS::EKS::Cluster', stackTemplate(environment, 'cluster'));
    expect(Logging.ClusterLogging.EnabledTypes.map(({ Type }: Json) => Type)).toEqual(logs);
  });

  test('writes them to a group that was there before it, with an end of retention', () => {
    const group = resourcesOfType(template, 'AWS::Logs::LogGroup').find(
      ({ properties }) => properties.LogGroupName === '/aws/eks/production/cluster',
    )!;
    expect(group.properties.RetentionInDays).toBe(90);
    expect(resourcesOfType(template, 'AWS::EKS::Cluster')[0]!.resource.DependsOn).toContain(group.id);
  });
});

describe('add-ons', () => {
  const addon = (name: string): Json =>
    resourcesOfType(template, 'AWS::EKS::Addon').find(({ properties }) => properties.AddonName === name)!;
  const configuration = (name: string, environment = 'production'): Json =>
    JSON.parse(
      resourcesOfType(stackTemplate(environment, 'cluster'), 'AWS::EKS::Addon').find(
        ({ properties }) => properties.AddonName === name,
      )!.properties.ConfigurationValues,
    );

  test('are those of the design', () => {
    expect(
      resourcesOfType(template, 'AWS::EKS::Addon')
        .map(({ properties }) => properties.AddonName)
        .sort(),
    ).toEqual([
      'aws-secrets-store-csi-driver-provider',
      'cert-manager',
      'external-dns',
      'kube-state-metrics',
      'metrics-server',
      'prometheus-node-exporter',
    ]);
  });

  test('wait for the node pools', () => {
    const [nodes] = resourcesOfType(template, 'Custom::AWSCDK-EKS-KubernetesResource');
    for (const { resource } of resourcesOfType(template, 'AWS::EKS::Addon')) {
      expect(resource.DependsOn).toContain(nodes!.id);
    }
  });

  test.each(['cert-manager', 'external-dns'])('%s has its AWS role before its pods start', (name) => {
    const association = resourcesOfType(template, 'AWS::EKS::PodIdentityAssociation').find(
      ({ properties }) => properties.Namespace === name && properties.ServiceAccount === name,
    )!;
    expect(addon(name).resource.DependsOn).toContain(association.id);
  });

  test('external-dns deletes no record', () => {
    expect(configuration('external-dns').policy).toBe('upsert-only');
  });

  test('external-dns keeps to our zone', () => {
    expect(configuration('external-dns').domainFilters).toEqual(['genericcorp.com']);
  });

  test('a recovery takes over the records of the environment that it replaces', () => {
    expect(configuration('external-dns', 'recovery').txtOwnerId).toBe('production');
  });

  test('secrets are mounted on tainted nodes too', () => {
    expect(configuration('aws-secrets-store-csi-driver-provider').tolerations).toEqual([
      { operator: 'Exists' },
    ]);
  });

  test('secrets become Kubernetes Secrets and follow a rotation', () => {
    expect(configuration('aws-secrets-store-csi-driver-provider')['secrets-store-csi-driver']).toMatchObject({
      syncSecret: { enabled: true },
      enableSecretRotation: true,
    });
  });
});

describe('access', () => {
  const entries = resourcesOfType(template, 'AWS::EKS::AccessEntry');
  const policyOf = (prefix: string): string =>
    JSON.stringify(entries.find(({ id }) => id.startsWith(prefix))!.properties.AccessPolicies);

  test.each([
    ['OperatorAccessAdministrator', 'AmazonEKSClusterAdminPolicy'],
    ['OperatorAccessReader', 'AmazonEKSViewPolicy'],
    ['NodeRole', 'AmazonEKSAutoNodePolicy'],
  ])('%s has %s', (prefix, policy) => {
    expect(policyOf(prefix)).toContain(`cluster-access-policy/${policy}`);
  });

  test('nobody else but the deploy’s kubectl has any', () => {
    expect(entries).toHaveLength(4);
  });

  test('nodes join as nodes of Auto Mode', () => {
    expect(withId('AWS::EKS::AccessEntry', 'NodeRole').Type).toBe('EC2');
  });

  test.each(['OperatorAccessAdministrator', 'OperatorAccessReader'])('%s asks for a second factor', (id) => {
    expect(withId('AWS::IAM::Role', id).AssumeRolePolicyDocument.Statement[0].Condition).toEqual({
      Bool: { 'aws:MultiFactorAuthPresent': 'true' },
    });
  });

  test('nodes fill the caches of the charts’ registries and make no other repository', () => {
    const [statement] = withId('AWS::IAM::Policy', 'NodeRole').PolicyDocument.Statement;
    expect(statement.Action).toEqual('ecr:BatchImportUpstreamImage');
    expect(JSON.stringify(statement.Resource)).toMatch(/:repository\/production\/[a-z-]+\/\*/);
  });

  test('the deploy’s kubectl may pull no image', () => {
    expect(JSON.stringify(withId('AWS::IAM::Role', 'Kubectl'))).not.toContain('ContainerRegistry');
  });
});

test('kubectl of the deploy reaches nothing but HTTPS', () => {
  const { SecurityGroupEgress } = withId('AWS::EC2::SecurityGroup', 'Kubectl');
  expect(SecurityGroupEgress.map(({ FromPort, ToPort }: Json) => [FromPort, ToPort])).toEqual([[443, 443]]);
});

test('no function’s log is kept for ever', () => {
  const groups = resourcesOfType(template, 'AWS::Logs::LogGroup').filter(
    ({ properties }) => properties.LogGroupName !== '/aws/eks/production/cluster',
  );
  expect(groups.map(({ properties }) => properties.RetentionInDays)).toEqual([30, 30, 30, 30]);
});
