import { join } from 'node:path';
import { Duration, Stack } from 'aws-cdk-lib';
import { type ISecurityGroup, type IVpc, Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct, DependencyGroup } from 'constructs';
import { ports, stateOwner } from '../../config/contract';
import type { Environment } from '../../config/schema';
import { BundledFunction } from '../functions/bundled-function';
import type { RecoveryRegionStack } from '../recovery/recovery-region-stack';
import type { DatabaseInstance } from './database-instance';
import type { RotationVariables } from './rotation/handler';

export interface RotationFunctionProps {
  readonly environment: Environment;
  readonly vpc: IVpc;
  readonly dataKey: IKey;
  readonly instance: DatabaseInstance;
  /** The instance's. */
  readonly securityGroup: ISecurityGroup;
  readonly secrets: readonly ISecret[];
  readonly recoveryRegion: RecoveryRegionStack | null;
}

/**
 * Rotates every login by alternating users, and makes on the way what the logins need: group roles, databases, the
 * pooler's lookup. Their first rotation is the bootstrap of a new server.
 */
export class RotationFunction extends Construct {
  readonly function: LambdaFunction;
  /** What a rotation needs beside the function: the right to be called, and the way to the instance. */
  readonly access = new DependencyGroup();

  constructor(scope: Construct, id: string, props: RotationFunctionProps) {
    super(scope, id);
    const { environment, instance } = props;
    const variables: RotationVariables = {
      DATABASE_HOST: instance.host,
      DATABASE_PORT: String(ports.database),
      MASTER_SECRET_ARN: instance.masterSecretArn,
      STATE_OWNER: stateOwner(environment),
    };
    this.function = new BundledFunction(this, 'Bundle', {
      entry: join(__dirname, 'rotation', 'handler.ts'),
      description: `Rotates the database logins of ${environment.name}`,
      // A step takes seconds; at the first rotation five functions wait for one another.
      timeout: Duration.minutes(2),
      logRetention: environment.observability.functionLogRetentionDays,
      environment: { ...variables },
      network: { vpc: props.vpc, securityGroup: this.securityGroup(props) },
    }).function;
    // The function takes the secrets of this environment's logins alone, whoever in the account asks for a rotation.
    this.function.addPermission('SecretsManager', {
      principal: new ServicePrincipal('secretsmanager.amazonaws.com'),
      sourceAccount: Stack.of(this).account,
    });
    this.access.add(this.function.permissionsNode.findChild('SecretsManager'));
    this.allowSecrets(props);
    this.allowKeys(props);
  }

  /** Reaches the instance and the AWS APIs, and nothing else. */
  private securityGroup({ environment, vpc, securityGroup }: RotationFunctionProps): ISecurityGroup {
    const rotation = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: `Rotation of the database logins of ${environment.name}`,
      allowAllOutbound: false,
    });
    rotation.addEgressRule(Peer.anyIpv4(), Port.tcp(ports.https), 'Secrets Manager API');
    rotation.addEgressRule(securityGroup, Port.tcp(ports.database), 'sets and tries new passwords');
    securityGroup.addIngressRule(rotation, Port.tcp(ports.database), 'rotation of the logins');
    this.access.add(rotation, securityGroup);
    return rotation;
  }

  private allowSecrets({ secrets, instance }: RotationFunctionProps): void {
    const actions = ['DescribeSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'];
    this.function.addToRolePolicy(
      new PolicyStatement({
        actions: actions.map((action) => `secretsmanager:${action}`),
        // A secret that is known by its name alone has six characters at its end that AWS made up.
        resources: secrets.map(({ secretFullArn, secretArn }) => secretFullArn ?? `${secretArn}-??????`),
      }),
    );
    this.function.addToRolePolicy(
      new PolicyStatement({
        actions: ['secretsmanager:GetSecretValue'],
        resources: [instance.masterSecretArn],
      }),
    );
  }

  private allowKeys({ environment, dataKey, recoveryRegion }: RotationFunctionProps): void {
    this.function.addToRolePolicy(
      useThroughSecretsManager(environment.region, ['kms:Decrypt', 'kms:GenerateDataKey'], dataKey.keyArn),
    );
    if (!recoveryRegion) return;
    // Secrets Manager encrypts the copy in the other region in the name of whoever wrote the new value.
    this.function.addToRolePolicy(
      useThroughSecretsManager(
        environment.recoveryRegion,
        ['kms:Encrypt', 'kms:GenerateDataKey'],
        recoveryRegion.dataKeyArn,
      ),
    );
  }
}

const useThroughSecretsManager = (region: string, actions: string[], keyArn: string): PolicyStatement =>
  new PolicyStatement({
    actions,
    resources: [keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com` } },
  });
