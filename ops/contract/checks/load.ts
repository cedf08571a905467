import { setTimeout as sleep } from 'node:timers/promises';
import { clientShare } from '../../../config/client-pods';
import { superuser } from '../../../servers/postgres/postgres-server';
import type { ContractRun, Replica } from '../contract-run';
import { fails, holds, notApplicable, type Point } from '../point';
import { Load, type LoadResult } from '../probes/load';
import { checkMemory } from './confinement';

export const loadConcurrency = 32;
const loadSeconds = 3;
const sampleMilliseconds = 100;
/** As the alert on the error rate allows. */
const toleratedErrorPercent = 2;

export const loadPaths = ({ application, input }: ContractRun): string[] => [
  application.probes.ready.path,
  application.probes.live.path,
  ...input.requests,
];

export const pastPooler = ({ input }: ContractRun): string =>
  `${input.component} has the login of migrations and comes past PgBouncer`;

interface Peaks {
  readonly residentMib: number;
  readonly serverConnections: number;
}

/** Asks for the probes' paths and the given ones, 32 at a time, and watches what that costs. */
export async function checkLoad(run: ContractRun, replica: Replica): Promise<Point[]> {
  const { gate } = run.stores;
  gate.startCounting();
  const load = new Load({ port: replica.port, paths: loadPaths(run), concurrency: loadConcurrency });
  const peaks = await watch(run, replica);
  const result = await load.stop();
  return [
    loadPoint(result),
    connectionsPoint(run, gate.mostConnections, peaks.serverConnections),
    ...(await checkMemory(run, replica, peaks.residentMib)),
  ];
}

async function watch(run: ContractRun, { instance }: Replica): Promise<Peaks> {
  const { postgres, login } = run.stores;
  const observer = await postgres.connect(superuser);
  const [residents, servers] = [[0], [0]];
  for (const end = Date.now() + loadSeconds * 1000; Date.now() < end; await sleep(sampleMilliseconds)) {
    residents.push(instance.residentMib());
    const { rows } = await observer.query(
      'SELECT count(*)::int AS n FROM pg_stat_activity WHERE usename = $1',
      [login.user],
    );
    servers.push(rows[0].n);
  }
  await observer.end();
  return { residentMib: Math.max(...residents), serverConnections: Math.max(...servers) };
}

function loadPoint({ answered, errors, refused, broken }: LoadResult): Point {
  const bad = errors + refused + broken;
  const evidence = `${loadConcurrency} at a time for ${loadSeconds} s: ${answered} answered, ${errors} of them with 500 or more, ${refused + broken} not answered`;
  return bad * 100 > (answered + refused + broken) * toleratedErrorPercent
    ? fails('load', evidence, 'mend what breaks: a pool that is too small, a timeout, an exception')
    : holds('load', evidence);
}

function connectionsPoint(run: ContractRun, clients: number, servers: number): Point {
  if (run.input.without.includes('database')) return notApplicable('connections', '--without database');
  if (!run.stores.pooled) return notApplicable('connections', pastPooler(run));
  const { application, pooling } = run.input.environment;
  const { perPod, pods } = clientShare(application.components, pooling.maxClients);
  const evidence = `at most ${clients} to PgBouncer (${servers} from there to PostgreSQL); its share is ${perPod}: ${pooling.maxClients} of PgBouncer among ${pods} pods`;
  return clients <= perPod
    ? holds('connections', evidence)
    : fails(
        'connections',
        evidence,
        `let its pool hold ${perPod} at most (node-postgres: max, Prisma: connection_limit), by a variable of its own in application.variables; or lower application.components.*.replicas.max`,
      );
}
