import { CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { CreateRepositoryCommand, PutImageCommand, StartImageScanCommand } from '@aws-sdk/client-ecr';
import { CreateClusterCommand } from '@aws-sdk/client-eks';
import { CreateDBInstanceCommand } from '@aws-sdk/client-rds';
import { CreateHostedZoneCommand, GetHostedZoneCommand } from '@aws-sdk/client-route-53';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { grafanaSecretFields, secretNames } from '../../config/contract';
import { production } from '../../config/environments/production';
import { type Registry, registries } from '../../config/images';
import type { Environment } from '../../config/schema';
import type { DeployNeeds } from '../../ops/preflight/assembly/deploy-needs';
import type { AwsClients } from '../../ops/preflight/aws/aws-clients';

export const account = '123456789012';
export const repositoryName = 'production/app';
export const pagerDutySecret = production.observability.pagerDutySecretName!;
const { region, recoveryRegion } = production;

/** What was made in an empty moto, as far as a deploy asks for it. */
export interface MotoAccount {
  readonly environment: Environment;
  readonly zoneId: string;
  readonly nameServers: readonly string[];
}

/** Makes what a deploy of production needs before it begins, and what an earlier one left. */
export async function makeAccount(aws: AwsClients, needs: DeployNeeds): Promise<MotoAccount> {
  for (const where of [region, recoveryRegion]) {
    await bootstrap(aws, where, needs);
    await aws.of('secretsmanager', where).send(
      new CreateSecretCommand({
        Name: pagerDutySecret,
        SecretString: 'https://events.pagerduty.com/integration/0123456789abcdef/enqueue',
      }),
    );
  }
  for (const { credentialSecretName } of Object.values<Registry>(registries)) {
    if (credentialSecretName === null) continue;
    await aws.of('secretsmanager', region).send(
      new CreateSecretCommand({
        Name: credentialSecretName,
        SecretString: JSON.stringify({ username: 'somebody', accessToken: 'not-a-secret' }),
      }),
    );
  }
  await aws.of('secretsmanager', region).send(
    new CreateSecretCommand({
      Name: secretNames.grafana(production.name),
      SecretString: JSON.stringify(
        Object.fromEntries(grafanaSecretFields.map((field) => [field, 'not-a-secret'])),
      ),
    }),
  );
  await aws.of('secretsmanager', region).send(
    new CreateSecretCommand({
      Name: production.observability.paging.routingKeySecretName ?? undefined,
      SecretString: '0123456789abcdef0123456789abcdef',
    }),
  );
  await aws.of('eks', region).send(
    new CreateClusterCommand({
      name: production.name,
      version: production.cluster.kubernetesVersion,
      roleArn: `arn:aws:iam::${account}:role/cluster`,
      resourcesVpcConfig: {},
    }),
  );
  await aws.of('rds', region).send(
    new CreateDBInstanceCommand({
      DBInstanceIdentifier: needs.databaseIdentifier ?? '',
      DBInstanceClass: `db.${production.database.instanceClass}`,
      Engine: 'postgres',
      AllocatedStorage: production.database.storageGib,
      MasterUsername: 'master',
      MasterUserPassword: 'not-a-secret',
    }),
  );
  const digest = await pushImage(aws);
  return { environment: withImage(digest), ...(await makeZone(aws)) };
}

async function bootstrap(aws: AwsClients, where: string, needs: DeployNeeds): Promise<void> {
  await aws.of('cloudformation', where).send(
    new CreateStackCommand({
      StackName: 'CDKToolkit',
      TemplateBody: JSON.stringify({ Resources: { Topic: { Type: 'AWS::SNS::Topic' } } }),
    }),
  );
  await aws.of('ssm', where).send(
    new PutParameterCommand({
      Name: needs.bootstrapParameter,
      Type: 'String',
      Value: String(needs.bootstrapVersion),
    }),
  );
}

/** An index of one image for the nodes' architecture. */
async function pushImage(aws: AwsClients): Promise<string> {
  const ecr = aws.of('ecr', region);
  await ecr.send(new CreateRepositoryCommand({ repositoryName }));
  const put = async (imageManifest: object, imageTag: string): Promise<string> => {
    const { image } = await ecr.send(
      new PutImageCommand({ repositoryName, imageManifest: JSON.stringify(imageManifest), imageTag }),
    );
    return image?.imageId?.imageDigest ?? '';
  };
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const one = await put(
    { schemaVersion: 2, mediaType, config: { digest: `sha256:${'c'.repeat(64)}`, size: 1 }, layers: [] },
    'arm64',
  );
  await ecr.send(new StartImageScanCommand({ repositoryName, imageId: { imageDigest: one } }));
  return put(
    {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [{ mediaType, digest: one, size: 1, platform: { architecture: 'arm64', os: 'linux' } }],
    },
    'all',
  );
}

const withImage = (digest: string): Environment => ({
  ...production,
  application: {
    ...production.application,
    image: {
      kind: 'digest',
      reference: `${account}.dkr.ecr.${region}.amazonaws.com/${repositoryName}@${digest}`,
      architectures: ['arm64'],
    },
  },
});

async function makeZone(aws: AwsClients): Promise<Pick<MotoAccount, 'zoneId' | 'nameServers'>> {
  const route53 = aws.of('route53', region);
  const { HostedZone: zone } = await route53.send(
    new CreateHostedZoneCommand({ Name: production.edge.hostedZone.name, CallerReference: 'preflight' }),
  );
  const zoneId = (zone?.Id ?? '').replace('/hostedzone/', '');
  const { DelegationSet: delegation } = await route53.send(new GetHostedZoneCommand({ Id: zoneId }));
  return { zoneId, nameServers: delegation?.NameServers ?? [] };
}
