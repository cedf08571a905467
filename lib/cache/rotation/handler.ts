import { ElastiCacheClient } from '@aws-sdk/client-elasticache';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { RotationEvent } from '../../secrets/rotation/pending-rotation';
import { logIn } from './log-in';
import { rotate } from './rotate';

/** What the stack tells the function. */
export interface RotationVariables {
  readonly CACHE_HOST: string;
  readonly CACHE_PORT: string;
  readonly CACHE_USER_ID: string;
}

const secrets = new SecretsManagerClient({});
const cache = new ElastiCacheClient({});

/** Secrets Manager calls this four times in a rotation, once a step, and again after an error. */
export const handler = async (event: RotationEvent): Promise<void> => {
  const { CACHE_HOST, CACHE_PORT, CACHE_USER_ID } = process.env as unknown as RotationVariables;
  await rotate(event, {
    secrets,
    cache,
    userId: CACHE_USER_ID,
    pollMilliseconds: 5_000,
    logIn: (login) => logIn({ host: CACHE_HOST, port: Number(CACHE_PORT) }, login),
  });
};
