import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { RotationEvent } from '../../secrets/rotation/pending-rotation';
import { MasterConnections } from './master-connections';
import { rotate } from './rotate';

/** What the function is told when it is deployed. */
export interface RotationVariables {
  readonly DATABASE_HOST: string;
  readonly DATABASE_PORT: string;
  /** ARN of the secret that RDS keeps for the master user. */
  readonly MASTER_SECRET_ARN: string;
  /** Environment whose name the logins' secrets begin with. */
  readonly STATE_OWNER: string;
}

const secrets = new SecretsManagerClient({});

/** Called by Secrets Manager once for each step of a rotation. */
export async function handler(event: RotationEvent): Promise<void> {
  const variables = process.env as unknown as RotationVariables;
  const instance = { host: variables.DATABASE_HOST, port: variables.DATABASE_PORT };
  await rotate(event, {
    secrets,
    instance,
    stateOwner: variables.STATE_OWNER,
    master: new MasterConnections(secrets, variables.MASTER_SECRET_ARN, instance),
  });
  console.info(
    JSON.stringify({ step: event.Step, secret: event.SecretId, version: event.ClientRequestToken }),
  );
}
