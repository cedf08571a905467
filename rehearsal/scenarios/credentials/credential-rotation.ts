import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DatabaseLogin, databaseLogins, loginVariables } from '../../../config/contract';
import { type Workload, workloadNamespaces } from '../../../config/flows';
import type { Login } from '../../../servers/postgres/postgres-server';
import { until } from '../../cluster/waiting';
import { programProcess } from '../../nodes/pod-process';
import type { OutsideServices } from '../../stand-ins/outside-services';
import { podsOf, roll } from '../edge/roll';
import type { Scenario, ScenarioResult, Stage } from '../scenario';
import { type TenantHappening, underTenantRequests } from '../traffic/under-tenant-requests';
import { followSecrets } from './follow-secrets';

const rollSeconds = 300;
/** The kubelet looks after a minute, PgBouncer's start script five seconds later. */
const followSeconds = 120;
/** The application's pods replace each connection after a minute. */
const connectionLifetimeSeconds = 65;

const pooler = { name: 'pooler', namespace: workloadNamespaces.pooler } as const;

/**
 * All five logins of the database and the cache's get new passwords twice, so that the first ones end, while a tenant's
 * users work. Between the two every pod that keeps a login in a variable is replaced, as its node's age does it.
 */
export const credentialRotation: Scenario = {
  name: 'every credential rotated twice under requests',
  nodes: ['real'],
  hindrance: () => null,
  run: (stage) => underTenantRequests(stage, () => rotateTwice(stage)).then(withNotes),
};

const withNotes = (result: ScenarioResult): ScenarioResult => ({
  ...result,
  notes: [
    'rotated: the logins app, migrator, pooler, temporal and exporter of the database, and the cache’s; not rotated: the master user, which RDS rotates itself, and the encryption key, which has no rotation',
  ],
});

async function rotateTwice(stage: Stage): Promise<TenantHappening> {
  const { outside } = stage.cluster.real!;
  const first = await credentials(outside);
  const started = Date.now();
  await rotateAll(outside);
  await followSecrets(stage);
  const followers = deploymentsWithLogins(stage);
  await Promise.all(followers.map((workload) => roll(stage, workload, rollSeconds)));
  const rolled = (Date.now() - started) / 1000;
  stage.progress(`${followers.length} workloads follow the first rotation after ${rolled.toFixed(0)} s`);
  await rotateAll(outside);
  await followSecrets(stage);
  const followed = await poolersFollow(stage);
  await endIdleSessions(outside);
  outside.breakCacheConnections();
  await sleep(connectionLifetimeSeconds * 1000);
  const stillGood = await accepted(outside, first);
  return {
    figure: `${databaseLogins.length + 1} logins rotated twice, ${followers.length} workloads replaced in ${rolled.toFixed(0)} s, the poolers followed after ${followed.toFixed(0)} s (at most ${followSeconds}); ${stillGood.length} of the first passwords are still good (none may be)`,
    figures: {
      logins: databaseLogins.length + 1,
      secondsToReplacePods: rolled,
      secondsToFollow: followed,
      firstPasswordsStillGood: stillGood.length,
    },
    faults: stillGood.map((login) => `the first password of ${login} is still good after two rotations`),
  };
}

interface Credentials {
  readonly database: Readonly<Record<DatabaseLogin, Login>>;
  readonly cache: string;
}

async function credentials({ accounts, cacheAccount }: OutsideServices): Promise<Credentials> {
  const logins = await Promise.all(
    databaseLogins.map(async (login) => [login, await accounts.current(login)] as const),
  );
  return {
    database: Object.fromEntries(logins) as Credentials['database'],
    cache: await cacheAccount.password(),
  };
}

async function rotateAll({ accounts, cacheAccount }: OutsideServices): Promise<void> {
  await Promise.all([...databaseLogins.map((login) => accounts.rotate(login)), cacheAccount.rotate()]);
}

/** Names of those whose credentials are good. */
async function accepted(
  { database, cacheAccount }: OutsideServices,
  { database: logins, cache }: Credentials,
): Promise<readonly string[]> {
  const good = await Promise.all(
    databaseLogins.map((login) =>
      database.server.query(logins[login], 'SELECT 1').then(
        () => [login],
        () => [],
      ),
    ),
  );
  return [...good.flat(), ...((await cacheAccount.accepts(cache)) ? ['the cache'] : [])];
}

/** Deployments whose containers have a login of a store among their variables: they keep it as long as they run. */
function deploymentsWithLogins({
  cluster: { adapt },
  rendered,
}: Stage): readonly { readonly name: Workload; readonly namespace: string }[] {
  const objects = rendered.charts.flatMap((chart) => adapt?.(chart.objects).objects ?? []);
  const names: readonly string[] = Object.values(loginVariables);
  return objects
    .filter(({ kind, spec }) => {
      if (kind !== 'Deployment') return false;
      const { containers } = (spec as PodTemplate).template.spec;
      return containers.some(({ env = [] }) => env.some(({ name }) => names.includes(name)));
    })
    .map(({ metadata }) => ({ name: metadata.name as Workload, namespace: metadata.namespace! }));
}

interface PodTemplate {
  readonly template: {
    readonly spec: {
      readonly containers: readonly { readonly env?: readonly { readonly name: string }[] }[];
    };
  };
}

/** Where a pooler's start script writes the login of its lookups. */
const usersFile = 'run/pooler-login/users';

/** @returns seconds until every pooler has the login of now. */
async function poolersFollow({ cluster: { api, real } }: Stage): Promise<number> {
  const { user, password } = await real!.outside.accounts.current('pooler');
  const started = Date.now();
  await until(
    'poolers with the new login of their lookups',
    async () => {
      const pods = await podsOf(api, pooler);
      return pods.every(({ metadata }) => {
        const users = readFileSync(
          `/proc/${programProcess(metadata.uid, 'pgbouncer')}/root/${usersFile}`,
          'utf8',
        );
        return users.includes(user) && users.includes(password);
      });
    },
    { seconds: followSeconds, everyMilliseconds: 1000 },
  );
  return (Date.now() - started) / 1000;
}

/** Whoever keeps a connection for long has to log in anew. Those of the application's pods end by themselves. */
async function endIdleSessions({ database }: OutsideServices): Promise<void> {
  await database.server.asSuperuser(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE usename ~ '^(pooler|temporal|migrator)_' AND state = 'idle'`,
  );
}
