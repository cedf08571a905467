import { BatchDeleteImageCommand } from '@aws-sdk/client-ecr';
import { CreateVpcCommand } from '@aws-sdk/client-ec2';
import { CreateClusterCommand, DeleteClusterCommand } from '@aws-sdk/client-eks';
import { StopDBInstanceCommand } from '@aws-sdk/client-rds';
import { CreateHostedZoneCommand } from '@aws-sdk/client-route-53';
import { DeleteSecretCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { production } from '../../config/environments/production';
import type { DeployNeeds } from '../../ops/preflight/assembly/deploy-needs';
import type { AwsClients } from '../../ops/preflight/aws/aws-clients';
import { account, pagerDutySecret, repositoryName } from './moto-account';

const { region, recoveryRegion, name, edge } = production;

/** Something that is done to the account of moto, and the check that has to find it. */
export interface MotoFault {
  readonly check: string;
  readonly what: RegExp;
  readonly plant: (aws: AwsClients, needs: DeployNeeds) => Promise<unknown>;
}

/** In this order, on one account: each is looked for by its own check alone. */
export const motoFaults: readonly MotoFault[] = [
  {
    check: 'secrets',
    what: /us-west-2 is not an integration URL of PagerDuty/,
    plant: (aws) =>
      aws
        .of('secretsmanager', recoveryRegion)
        .send(new PutSecretValueCommand({ SecretId: pagerDutySecret, SecretString: 'changeme' })),
  },
  {
    check: 'secrets',
    what: /us-east-1 waits for its deletion$/,
    plant: (aws) =>
      aws.of('secretsmanager', region).send(new DeleteSecretCommand({ SecretId: pagerDutySecret })),
  },
  {
    check: 'secrets',
    what: /^There is no secret .* in us-east-1$/,
    plant: (aws) =>
      aws
        .of('secretsmanager', region)
        .send(new DeleteSecretCommand({ SecretId: pagerDutySecret, ForceDeleteWithoutRecovery: true })),
  },
  {
    check: 'bootstrap',
    what: /^The bootstrap of us-east-1 has version 1, and the stacks ask for \d+$/,
    plant: (aws, { bootstrapParameter: Name }) =>
      aws
        .of('ssm', region)
        .send(new PutParameterCommand({ Name, Type: 'String', Value: '1', Overwrite: true })),
  },
  {
    check: 'bootstrap',
    what: new RegExp(`^Account ${account} is not bootstrapped in us-west-2$`),
    plant: (aws, { bootstrapParameter: Name }) =>
      aws.of('ssm', recoveryRegion).send(new DeleteParameterCommand({ Name })),
  },
  {
    check: 'quota: VPCs',
    what: /^VPCs in us-east-1: the environment takes 1, others have 6, and the account may have 5$/,
    plant: async (aws) => {
      for (const block of [1, 2, 3, 4, 5]) {
        await aws.of('ec2', region).send(new CreateVpcCommand({ CidrBlock: `10.${block}.0.0/16` }));
      }
    },
  },
  {
    check: 'Kubernetes version',
    what: /^The cluster runs Kubernetes 1\.30, and the config asks for /,
    plant: async (aws) => {
      await aws.of('eks', region).send(new DeleteClusterCommand({ name }));
      const roleArn = `arn:aws:iam::${account}:role/cluster`;
      await aws
        .of('eks', region)
        .send(new CreateClusterCommand({ name, version: '1.30', roleArn, resourcesVpcConfig: {} }));
    },
  },
  {
    check: 'database maintenance',
    what: /^The database production-database is stopped$/,
    plant: (aws, { databaseIdentifier }) =>
      aws
        .of('rds', region)
        .send(new StopDBInstanceCommand({ DBInstanceIdentifier: databaseIdentifier ?? '' })),
  },
  {
    check: 'hosted zone',
    what: /^The account has 2 public zones genericcorp\.com /,
    plant: (aws) =>
      aws
        .of('route53', region)
        .send(new CreateHostedZoneCommand({ Name: edge.hostedZone.name, CallerReference: 'twice' })),
  },
  {
    check: 'image',
    what: /^There is no image production\/app@sha256:/,
    plant: (aws) =>
      aws.of('ecr', region).send(
        new BatchDeleteImageCommand({
          repositoryName,
          imageIds: [{ imageTag: 'all' }, { imageTag: 'arm64' }],
        }),
      ),
  },
];
