import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECRClient } from '@aws-sdk/client-ecr';
import { EKSClient } from '@aws-sdk/client-eks';
import { ElastiCacheClient } from '@aws-sdk/client-elasticache';
import { RDSClient } from '@aws-sdk/client-rds';
import { Route53Client } from '@aws-sdk/client-route-53';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { asNotAsked } from './aws-errors';
import { noteCall } from './calls';

/** Each service's client with its name in IAM's actions. */
const services = {
  cloudformation: CloudFormationClient,
  ec2: EC2Client,
  ecr: ECRClient,
  eks: EKSClient,
  elasticache: ElastiCacheClient,
  rds: RDSClient,
  route53: Route53Client,
  secretsmanager: SecretsManagerClient,
  servicequotas: ServiceQuotasClient,
  ssm: SSMClient,
  sts: STSClient,
} as const;
type Service = keyof typeof services;
type ClientOf<S extends Service> = InstanceType<(typeof services)[S]>;

export interface AwsOptions {
  /** Address of an emulator instead of AWS's. Default: AWS_ENDPOINT_URL, else AWS. */
  readonly endpoint?: string;
  /** Tries of a call that is throttled or meets a broken connection. Default: AWS_MAX_ATTEMPTS, else 3. */
  readonly maxAttempts?: number;
  /** Default: the SDK's chain of environment, profile and machine. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** How long one try may take. Default: 10 seconds. */
  readonly waitMs?: number;
}

const connectMs = 5_000;

/** What the middleware needs of a client: the SDK's own types differ from client to client. */
interface Stack {
  add(
    middleware: (
      next: (args: unknown) => Promise<unknown>,
      context: { readonly commandName?: string },
    ) => (args: unknown) => Promise<unknown>,
    options: { readonly step: 'initialize'; readonly name: string },
  ): void;
}

/** Clients of AWS's services, one a region. Their errors are `NotAsked`, with one sentence each. */
export class AwsClients {
  private readonly made = new Map<string, unknown>();

  constructor(private readonly options: AwsOptions = {}) {}

  of<S extends Service>(service: S, region: string): ClientOf<S> {
    const key = `${service}/${region}`;
    const known = this.made.get(key) as ClientOf<S> | undefined;
    if (known) return known;
    const { endpoint, maxAttempts, credentials, waitMs = 10_000 } = this.options;
    const client = new services[service]({
      region,
      ...(maxAttempts !== undefined && { maxAttempts }),
      ...(endpoint !== undefined && { endpoint }),
      ...(credentials && { credentials }),
      requestHandler: { connectionTimeout: connectMs, requestTimeout: waitMs, throwOnRequestTimeout: true },
    }) as ClientOf<S>;
    this.tellErrors(client.middlewareStack as unknown as Stack, service, region);
    this.made.set(key, client);
    return client;
  }

  destroy(): void {
    for (const client of this.made.values()) (client as { destroy(): void }).destroy();
  }

  private tellErrors(stack: Stack, service: Service, region: string): void {
    const endpoint = this.options.endpoint ?? process.env.AWS_ENDPOINT_URL ?? null;
    stack.add(
      (next, { commandName = '' }) =>
        async (args) => {
          const operation = `${service}:${commandName.replace(/Command$/, '')}`;
          noteCall(operation);
          try {
            return await next(args);
          } catch (error) {
            throw asNotAsked(error as Error, { operation, region, endpoint });
          }
        },
      { step: 'initialize', name: 'tellErrors' },
    );
  }
}
