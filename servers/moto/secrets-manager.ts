import { randomUUID } from 'node:crypto';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  ResourceNotFoundException,
  RotateSecretCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { type Emulator, startMoto } from './moto-server';

/** Any function: moto has no Lambda to call, so the test runs the steps itself. */
const rotationFunctionArn = 'arn:aws:lambda:us-east-1:123456789012:function:rotation';

/** Secrets Manager, emulated by moto on this machine. */
export class SecretsManager {
  private readonly client: SecretsManagerClient;
  /** For a process that talks to it. */
  readonly environment: Readonly<Record<string, string>>;

  private constructor(private readonly moto: Emulator) {
    this.environment = {
      AWS_ENDPOINT_URL: moto.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'emulated',
      AWS_SECRET_ACCESS_KEY: 'emulated',
    };
    this.client = new SecretsManagerClient({
      endpoint: this.environment.AWS_ENDPOINT_URL,
      region: this.environment.AWS_REGION,
      credentials: { accessKeyId: 'emulated', secretAccessKey: 'emulated' },
    });
  }

  static async start(): Promise<SecretsManager> {
    return new SecretsManager(await startMoto());
  }

  async stop(): Promise<void> {
    this.client.destroy();
    this.moto.stop();
  }

  /** Answers the secret's ARN. */
  async create(name: string, value: object): Promise<string> {
    const { ARN } = await this.client.send(
      new CreateSecretCommand({ Name: name, SecretString: JSON.stringify(value) }),
    );
    return ARN!;
  }

  async value(secretId: string, stage: string): Promise<Record<string, string>> {
    const { SecretString } = await this.client.send(
      new GetSecretValueCommand({ SecretId: secretId, VersionStage: stage }),
    );
    return JSON.parse(SecretString!);
  }

  /**
   * Starts a rotation as the service does: a version with the label AWSPENDING and no value. Answers its id. moto notices
   * only after that that there is no function to call, and takes a finished version's label for a running rotation.
   */
  async startRotation(secretId: string): Promise<string> {
    const version = randomUUID();
    await this.forgetFinishedRotation(secretId);
    await this.client
      .send(
        new RotateSecretCommand({
          SecretId: secretId,
          ClientRequestToken: version,
          RotationLambdaARN: rotationFunctionArn,
        }),
      )
      .catch((error) => {
        if (!(error instanceof ResourceNotFoundException)) throw error;
      });
    return version;
  }

  private async forgetFinishedRotation(secretId: string): Promise<void> {
    const current = await this.client.send(
      new GetSecretValueCommand({ SecretId: secretId, VersionStage: 'AWSCURRENT' }),
    );
    if (!current.VersionStages?.includes('AWSPENDING')) return;
    await this.client.send(
      new UpdateSecretVersionStageCommand({
        SecretId: secretId,
        VersionStage: 'AWSPENDING',
        RemoveFromVersionId: current.VersionId,
      }),
    );
  }
}
