import {
  DescribeSecretCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html */
export interface RotationEvent {
  readonly Step: 'createSecret' | 'setSecret' | 'testSecret' | 'finishSecret';
  readonly SecretId: string;
  /** Id of the version that this rotation makes. */
  readonly ClientRequestToken: string;
}

export type Secrets = Pick<SecretsManagerClient, 'send'>;

/** A rotation whose version is not the current one yet. */
export interface PendingRotation {
  readonly secretName: string | undefined;
  /** undefined: the secret never had a value. */
  readonly currentVersion: string | undefined;
}

/**
 * Where a rotation stands; null: its version is current already, and no step has anything left to do.
 * @throws Error when the version is not pending, so that a stray call changes nothing.
 */
export async function pendingRotation(
  event: RotationEvent,
  secrets: Secrets,
): Promise<PendingRotation | null> {
  const { Name, VersionIdsToStages: versions = {} } = await secrets.send(
    new DescribeSecretCommand({ SecretId: event.SecretId }),
  );
  const stages = versions[event.ClientRequestToken];
  if (stages?.includes('AWSCURRENT')) return null;
  if (!stages?.includes('AWSPENDING')) {
    throw new Error(`version ${event.ClientRequestToken} of ${event.SecretId} is not pending`);
  }
  const currentVersion = Object.keys(versions).find((version) => versions[version]?.includes('AWSCURRENT'));
  return { secretName: Name, currentVersion };
}

/** From here on clients that read the secret get the version of this rotation. */
export async function makeCurrent(
  event: RotationEvent,
  secrets: Secrets,
  { currentVersion }: PendingRotation,
): Promise<void> {
  await secrets.send(
    new UpdateSecretVersionStageCommand({
      SecretId: event.SecretId,
      VersionStage: 'AWSCURRENT',
      MoveToVersionId: event.ClientRequestToken,
      RemoveFromVersionId: currentVersion,
    }),
  );
}
