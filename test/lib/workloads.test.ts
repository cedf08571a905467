import { resourcesOfType, stackTemplate, type Json } from '../support/synthesized';

const template = stackTemplate('production', 'workloads');
const policy = (component: string): Json[] =>
  resourcesOfType(template, 'AWS::IAM::Policy').find(({ id }) => id.startsWith(`Identities${component}Role`))!
    .properties.PolicyDocument.Statement;
const statement = (component: string, action: string): Json =>
  policy(component).find(({ Action }) => [Action].flat().includes(action));
const secrets = (component: string): string[] =>
  [statement(component, 'secretsmanager:GetSecretValue').Resource]
    .flat()
    .map((arn: Json) => arn['Fn::GetStackOutput']?.OutputName ?? JSON.stringify(arn));

describe.each(['api', 'realtime', 'worker', 'lifecycle', 'migration'])('pods of %s', (component) => {
  test('have a role by Pod Identity', () => {
    expect(
      resourcesOfType(template, 'AWS::EKS::PodIdentityAssociation').map(({ properties }) => [
        properties.Namespace,
        properties.ServiceAccount,
      ]),
    ).toContainEqual(['app', component]);
  });

  test('share the role with no other service account', () => {
    const { properties } = resourcesOfType(template, 'AWS::IAM::Role').find(({ id }) =>
      id.startsWith(`Identities${component}Role`),
    )!;
    expect(properties.AssumeRolePolicyDocument.Statement[0].Condition.StringEquals).toMatchObject({
      'aws:RequestTag/eks-cluster-arn': expect.anything(),
      'aws:RequestTag/kubernetes-namespace': 'app',
      'aws:RequestTag/kubernetes-service-account': component,
    });
  });

  test('decrypt with the data key through Secrets Manager alone', () => {
    const decrypt = policy(component).find(({ Condition }) => Condition);
    expect(decrypt).toMatchObject({
      Action: 'kms:Decrypt',
      Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.us-east-1.amazonaws.com' } },
    });
  });
});

test('migrations read one secret, the migrator’s', () => {
  expect(secrets('migration')).toEqual([expect.stringMatching(/migrator/i)]);
});

test('the life of tenants has the migrator’s login and not the application’s', () => {
  const logins = secrets('lifecycle').filter((name) => /Logins(app|migrator)/.test(name));
  expect(logins).toEqual([expect.stringContaining('migrator')]);
});

/** Roles that may write to the bucket whose name a stack puts out so. */
const writersOf = (output: string): string[] =>
  resourcesOfType(template, 'AWS::IAM::Policy')
    .map(({ properties }) => JSON.stringify(properties))
    .filter((policy) => policy.includes('s3:PutObject') && policy.includes(output))
    .map((policy) => JSON.stringify(JSON.parse(policy).Roles));

test('only the life of tenants reaches their exports', () => {
  expect(writersOf('ExportsBucketName')).toEqual([expect.stringContaining('Identitieslifecycle')]);
});

test('only Loki reaches the bucket of logs', () => {
  expect(writersOf('LogBucketName')).toEqual([expect.stringContaining('Identitiesloki')]);
});

test('no pod writes to another bucket', () => {
  const policies = resourcesOfType(template, 'AWS::IAM::Policy').filter(({ properties }) =>
    JSON.stringify(properties).includes('s3:PutObject'),
  );
  expect(policies).toHaveLength(2);
});

test.each(['api', 'realtime', 'worker'])('%s reads no secret of the migrator', (component) => {
  expect(secrets(component).join()).not.toMatch(/migrator/i);
});

test.each([
  ['api', true],
  ['worker', true],
  ['lifecycle', true],
  ['realtime', false],
  ['migration', false],
])('%s may seal tenants’ credentials: %s', (component, allowed) => {
  expect(statement(component, 'kms:GenerateDataKey') !== undefined).toBe(allowed);
});

test('no chart is applied before its pods have their roles', () => {
  const [first] = resourcesOfType(template, 'Custom::AWSCDK-EKS-KubernetesResource');
  const associations = resourcesOfType(template, 'AWS::EKS::PodIdentityAssociation').map(({ id }) => id);
  expect(first!.resource.DependsOn).toEqual(expect.arrayContaining(associations));
});

test('the image’s tag stands in the inputs as plain text', () => {
  expect(JSON.stringify(template.Outputs.ClusterInputs.Value)).toMatch(/:[0-9a-f]{64}\\/);
});

test('the inputs name no secret', () => {
  expect(JSON.stringify(template.Outputs.ClusterInputs.Value)).not.toMatch(/secret|password/i);
});
