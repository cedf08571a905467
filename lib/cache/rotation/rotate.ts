import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeUsersCommand, type ElastiCacheClient, ModifyUserCommand } from '@aws-sdk/client-elasticache';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-secrets-manager';
import {
  makeCurrent,
  type PendingRotation,
  pendingRotation,
  type RotationEvent,
  type Secrets,
} from '../../secrets/rotation/pending-rotation';
import type { Login } from './log-in';

export interface Rotation {
  readonly secrets: Secrets;
  readonly cache: Pick<ElastiCacheClient, 'send'>;
  readonly userId: string;
  readonly logIn: (login: Login) => Promise<void>;
  /** Between two looks at a user that is being changed. */
  readonly pollMilliseconds: number;
}

type Step = (event: RotationEvent, rotation: Rotation, pending: PendingRotation) => Promise<void>;

/** Ends before the function's own 15 minutes, so that the error says what was waited for. */
const patienceMilliseconds = 12 * 60_000;

/** One step of a rotation. Each can be repeated: a step that was done before changes nothing. */
export async function rotate(event: RotationEvent, rotation: Rotation): Promise<void> {
  const pending = await pendingRotation(event, rotation.secrets);
  if (pending) await steps[event.Step](event, rotation, pending);
}

/** A new password in a pending version, unless an earlier try left one. */
const createSecret: Step = async (event, rotation) => {
  try {
    await pendingLogin(event, rotation);
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    const login = { ...(await currentLogin(event, rotation)), password: randomBytes(32).toString('hex') };
    await rotation.secrets.send(
      new PutSecretValueCommand({
        SecretId: event.SecretId,
        ClientRequestToken: event.ClientRequestToken,
        SecretString: JSON.stringify(login),
        VersionStages: ['AWSPENDING'],
      }),
    );
  }
};

/** The user takes the current and the new password; the one before the current ends here. */
const setSecret: Step = async (event, rotation) => {
  const passwords = [await currentLogin(event, rotation), await pendingLogin(event, rotation)].map(
    ({ password }) => password,
  );
  // A user that is being changed refuses a second change.
  await userIsActive(rotation);
  await rotation.cache.send(
    new ModifyUserCommand({
      UserId: rotation.userId,
      AuthenticationMode: { Type: 'password', Passwords: passwords },
    }),
  );
  await userIsActive(rotation);
};

const testSecret: Step = async (event, rotation) => rotation.logIn(await pendingLogin(event, rotation));

const finishSecret: Step = (event, { secrets }, pending) => makeCurrent(event, secrets, pending);

const steps: Record<RotationEvent['Step'], Step> = { createSecret, setSecret, testSecret, finishSecret };

const currentLogin = ({ SecretId }: RotationEvent, { secrets }: Rotation): Promise<Login> =>
  secrets.send(new GetSecretValueCommand({ SecretId, VersionStage: 'AWSCURRENT' })).then(parseLogin);

const pendingLogin = ({ SecretId, ClientRequestToken }: RotationEvent, { secrets }: Rotation) =>
  secrets
    .send(new GetSecretValueCommand({ SecretId, VersionId: ClientRequestToken, VersionStage: 'AWSPENDING' }))
    .then(parseLogin);

const parseLogin = ({ SecretString }: { SecretString?: string }): Login => JSON.parse(SecretString ?? '');

async function userIsActive({ cache, userId, pollMilliseconds }: Rotation): Promise<void> {
  const deadline = Date.now() + patienceMilliseconds;
  for (;;) {
    const { Users } = await cache.send(new DescribeUsersCommand({ UserId: userId }));
    const status = Users?.[0]?.Status;
    if (status === 'active') return;
    if (Date.now() > deadline) throw new Error(`user ${userId} is still ${status}, not active`);
    await sleep(pollMilliseconds);
  }
}
