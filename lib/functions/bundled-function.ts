import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { buildSync } from 'esbuild';
import { acceptNamedRole } from './named-role';

export interface BundledFunctionProps {
  /** TypeScript file that exports `handler`. */
  readonly entry: string;
  readonly description: string;
  readonly timeout: Duration;
  readonly logRetention: RetentionDays;
  readonly environment?: Record<string, string>;
  /** With a VPC the function runs in its private subnets, behind `securityGroup`. */
  readonly network?: { readonly vpc: IVpc; readonly securityGroup: ISecurityGroup };
}

/**
 * A Node.js function built from one TypeScript file by one run of esbuild: NodejsFunction starts it twice through a
 * package manager, or Docker, which would double the time of a synthesis. The AWS SDK comes from the runtime. The role
 * may write to the function's own log group; what else it may do, the caller grants.
 */
export class BundledFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: BundledFunctionProps) {
    super(scope, id);
    const { network } = props;
    const logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    if (network) this.allowNetworkInterfaces(role);
    const bundle = mkdtempSync(join(tmpdir(), 'function-'));
    try {
      buildSync({
        // Paths in the bundle, and so its hash, do not depend on where the synthesis was started.
        absWorkingDir: join(__dirname, '..', '..'),
        entryPoints: [props.entry],
        outfile: join(bundle, 'index.js'),
        bundle: true,
        platform: 'node',
        target: 'node24',
        external: ['@aws-sdk/*', 'pg-native'],
        logLevel: 'error',
      });
      this.function = new LambdaFunction(this, 'Function', {
        // Copied into the assembly at once, so the bundle need not outlive this constructor.
        code: Code.fromAsset(bundle),
        handler: 'index.handler',
        runtime: Runtime.NODEJS_24_X,
        architecture: Architecture.ARM_64,
        description: props.description,
        timeout: props.timeout,
        memorySize: 256,
        logGroup,
        role,
        // Node.js on Lambda trusts RDS's certificate authority only when told to.
        environment: { NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem', ...props.environment },
        ...(network && { vpc: network.vpc, securityGroups: [network.securityGroup] }),
      });
    } finally {
      rmSync(bundle, { recursive: true, force: true });
    }
    acceptNamedRole(this);
  }

  private allowNetworkInterfaces(role: Role): void {
    role.addManagedPolicy(
      ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaVPCAccessExecutionRole'),
    );
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole]',
      reason:
        'Lambda refuses to place a function in a VPC whose role lacks these network-interface actions; AWS keeps their list, and none can be narrowed to interfaces that do not exist yet.',
    });
  }
}
