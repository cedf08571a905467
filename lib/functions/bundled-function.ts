import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { buildSync } from 'esbuild';

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
 * A Node.js function built from one TypeScript file, without Docker and without a child process: NodejsFunction starts
 * esbuild twice per function, which would double the time of a synthesis. The AWS SDK comes from the runtime.
 */
export class BundledFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: BundledFunctionProps) {
    super(scope, id);
    const directory = mkdtempSync(join(tmpdir(), 'function-'));
    buildSync({
      entryPoints: [props.entry],
      outfile: join(directory, 'index.js'),
      bundle: true,
      platform: 'node',
      target: 'node22',
      external: ['@aws-sdk/*', 'pg-native'],
      logLevel: 'error',
    });
    const logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.function = new LambdaFunction(this, 'Function', {
      code: Code.fromAsset(directory),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_22_X,
      architecture: Architecture.ARM_64,
      description: props.description,
      timeout: props.timeout,
      memorySize: 256,
      logGroup,
      // Node.js on Lambda trusts RDS's certificate authority only when told to.
      environment: { NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem', ...props.environment },
      ...(props.network && { vpc: props.network.vpc, securityGroups: [props.network.securityGroup] }),
    });
  }
}
