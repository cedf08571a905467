import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-secrets-manager';
import type { DatabaseLogin } from '../../../config/contract';
import {
  makeCurrent,
  type PendingRotation,
  pendingRotation,
  type RotationEvent,
  type Secrets,
} from '../../secrets/rotation/pending-rotation';
import { withConnection } from './connection';
import { type Instance, type LoginCredentials, loginOfSecret, nextCredentials } from './login-credentials';
import { setCredentials } from './login-users';
import type { MasterConnections } from './master-connections';

export interface Rotation {
  readonly secrets: Secrets;
  readonly master: MasterConnections;
  readonly instance: Instance;
  readonly stateOwner: string;
}

interface RunningRotation extends Rotation, PendingRotation {
  readonly event: RotationEvent;
  readonly login: DatabaseLogin;
}

type Step = (rotation: RunningRotation) => Promise<void>;

/** One step of a rotation. Each can be repeated: a step that was done before changes nothing that a client uses. */
export async function rotate(event: RotationEvent, rotation: Rotation): Promise<void> {
  const pending = await pendingRotation(event, rotation.secrets);
  if (!pending) return;
  const login = loginOfSecret(rotation.stateOwner, pending.secretName);
  await steps[event.Step]({ ...rotation, ...pending, event, login });
}

/** A new password for the other user in a pending version, unless an earlier try left one. */
const createSecret: Step = async (rotation) => {
  const { secrets, event, login, instance } = rotation;
  if (await valueOf(rotation, event.ClientRequestToken)) return;
  const current = await valueOf(rotation, rotation.currentVersion);
  await secrets.send(
    new PutSecretValueCommand({
      SecretId: event.SecretId,
      ClientRequestToken: event.ClientRequestToken,
      SecretString: JSON.stringify(nextCredentials(login, current?.username, instance)),
      VersionStages: ['AWSPENDING'],
    }),
  );
};

/** The other user exists and takes the new password. The current user is not touched: clients go on with it. */
const setSecret: Step = async (rotation) => {
  const pending = await pendingCredentials(rotation);
  const current = await valueOf(rotation, rotation.currentVersion);
  if (pending.username === current?.username) {
    throw new Error(`${pending.username} is in use: a rotation never changes the current user's password`);
  }
  await setCredentials(rotation.master, rotation.login, pending);
};

/** The new user logs in and acts as its group role. */
const testSecret: Step = async (rotation) => {
  const pending = await pendingCredentials(rotation);
  await withConnection(pending, async (client) => {
    const { rows } = await client.query('SELECT current_user AS role');
    if (rows[0]?.role !== rotation.login) {
      throw new Error(`${pending.username} acts as ${rows[0]?.role}, not as ${rotation.login}`);
    }
  });
};

const finishSecret: Step = (rotation) => makeCurrent(rotation.event, rotation.secrets, rotation);

const steps: Record<RotationEvent['Step'], Step> = { createSecret, setSecret, testSecret, finishSecret };

async function pendingCredentials(rotation: RunningRotation): Promise<LoginCredentials> {
  const pending = await valueOf(rotation, rotation.event.ClientRequestToken);
  if (!pending) throw new Error(`version ${rotation.event.ClientRequestToken} has no value yet`);
  return pending;
}

/** null: the version is not there, or has no value yet. */
async function valueOf(
  { secrets, event }: RunningRotation,
  version: string | undefined,
): Promise<LoginCredentials | null> {
  if (!version) return null;
  try {
    const { SecretString } = await secrets.send(
      new GetSecretValueCommand({ SecretId: event.SecretId, VersionId: version }),
    );
    return JSON.parse(SecretString ?? 'null');
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return null;
    throw error;
  }
}
