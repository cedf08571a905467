import { setTimeout as sleep } from 'node:timers/promises';
import { type ContractRun, type Replica, until } from '../contract-run';
import { lastWords } from '../pod/last-words';
import { bullmqKey, knownKeys, unknownKeys } from '../probes/redis-keys';
import { fails, holds, notApplicable, type Point, unchecked } from '../point';
import { WatchedProbes } from '../probes/watched-probes';

const awaySeconds = 2;
const shownKeys = 5;

/** Who came to Valkey, and whether they come back after it was away. It comes back empty. */
export async function checkRedis(run: ContractRun, replica: Replica): Promise<Point[]> {
  if (run.input.without.includes('redis')) {
    return (['redis', 'redis-restart'] as const).map((id) => notApplicable(id, '--without redis'));
  }
  const connects = await connectionPoint(run);
  return [connects, await restartPoint(run, replica, connects.verdict === 'holds')];
}

async function connectionPoint({ stores: { redis } }: ContractRun): Promise<Point> {
  const clients = (await redis.clients()).filter(({ command }) => command !== 'NULL' && command !== 'auth');
  const [refused, plain] = [await redis.refused(), redis.plainAttempts()];
  if (refused > 0) {
    return fails(
      'redis',
      `Valkey refused ${refused} commands that came without the password, or with another`,
      'pass REDIS_URL to the client as it is, or REDIS_USERNAME and REDIS_PASSWORD beside host and port',
    );
  }
  if (plain > 0) {
    return fails(
      'redis',
      `connections without TLS came (${plain})`,
      'pass REDIS_URL to the client as it is: rediss:// asks for TLS; beside REDIS_HOST and REDIS_PORT set tls: {}',
    );
  }
  if (redis.distrustful() > 0) {
    return fails(
      'redis',
      `${redis.distrustful()} connections ended because it does not trust the certificate`,
      'verify certificates with the authorities of the system or the runtime: ElastiCache’s are public ones (here in NODE_EXTRA_CA_CERTS and SSL_CERT_FILE)',
    );
  }
  return clients.length > 0
    ? holds('redis', `${clients.length} connections with TLS and password`)
    : fails('redis', 'no connection came', 'read REDIS_URL; if it needs no Redis, add --without redis');
}

async function restartPoint(run: ContractRun, replica: Replica, wasConnected: boolean): Promise<Point> {
  const { valkey, redis } = run.stores;
  const { instance } = replica;
  const { ready, live, startupSecondsMax } = run.application.probes;
  const readyBefore = await run.becomesReady(replica, 2);
  const probes = new WatchedProbes(replica, { ready: ready.path, live: live.path });
  redis.stop();
  await valkey.kill();
  await sleep(awaySeconds * 1000);
  await valkey.revive();
  await redis.start();
  const back = Date.now();
  const returned = await until(startupSecondsMax, async () => {
    if (instance.ended) return false;
    const connected = !wasConnected || (await redis.clients()).length > 0;
    return (connected && (probes.ready || !readyBefore)) || null;
  });
  await probes.stop();
  const seconds = ((Date.now() - back) / 1000).toFixed(1);
  if (instance.ended) {
    return fails(
      'redis-restart',
      `it ended with code ${instance.ended.code}; its last words: ${lastWords(instance.log, run.variables.secrets)}`,
      "handle errors of the client (ioredis: client.on('error', …)) and let it reconnect",
    );
  }
  if (probes.notAlive) {
    return fails(
      'redis-restart',
      probes.notAlive,
      'do not ask Redis there: a restart of the pod mends no Redis',
    );
  }
  return returned
    ? holds('redis-restart', `as before ${seconds} s after Redis was back`)
    : fails(
        'redis-restart',
        `${startupSecondsMax} s after Redis was back it was not ready, or not connected`,
        'reconnect without end (ioredis does; BullMQ workers need maxRetriesPerRequest: null)',
      );
}

/** After everything else: keys may be written at any time. */
export async function checkRedisKeys(run: ContractRun): Promise<Point[]> {
  if (run.input.without.includes('redis')) return [notApplicable('redis-keys', '--without redis')];
  const keys = [...run.stores.redis.keys];
  if (keys.length === 0) {
    return [unchecked('redis-keys', 'it wrote no key; --request PATH makes the load ask for paths that do')];
  }
  const unknown = unknownKeys(keys);
  const queues = keys.filter((key) => bullmqKey.test(key)).length;
  return [
    unknown.length > 0
      ? fails(
          'redis-keys',
          `${unknown.length} of ${keys.length} keys are neither a tenant’s nor a queue’s: ${unknown.slice(0, shownKeys).join(', ')}`,
          `begin them with tenant:<id>: (erasing a tenant removes what does); known besides: ${knownKeys}`,
        )
      : holds('redis-keys', `${keys.length} keys, ${queues} of them of queues`),
  ];
}
