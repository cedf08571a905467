import { type RotationFunction, rotationSteps } from '../../servers/lambda/rotation-function';
import type { SecretsManager } from '../../servers/moto/secrets-manager';

/** Label of the version that clients get. */
export const currentStage = 'AWSCURRENT';

/** Lets a function rotate a secret, as Secrets Manager does, and puts the new text where the rehearsal reads it. */
export async function rotateSecret(
  rotation: RotationFunction,
  manager: SecretsManager,
  SecretId: string,
  secrets: Record<string, string>,
): Promise<void> {
  const ClientRequestToken = await manager.startRotation(SecretId);
  await rotation.invoke(rotationSteps.map((Step) => ({ Step, SecretId, ClientRequestToken }))).done;
  secrets[SecretId] = JSON.stringify(await manager.value(SecretId, currentStage));
}
