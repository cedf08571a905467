import { componentLogins } from '../../config/contract';
import { migrate } from './checks/migration';
import { checkDatabase } from './checks/database';
import { checkDatabaseLoss } from './checks/database-loss';
import { checkLoad } from './checks/load';
import { checkProbes } from './checks/probes';
import { checkRedis, checkRedisKeys } from './checks/redis';
import { checkSecrets, checkTemporal } from './checks/secrets';
import { checkSockets } from './checks/sockets';
import { checkStart } from './checks/start';
import { checkStopping } from './checks/stopping';
import { checkUser, checkWrites } from './checks/confinement';
import type { ContractInput } from './contract-input';
import { ContractRun, type Replica } from './contract-run';
import { podVariables } from './pod/pod-variables';
import { makeSandbox } from './pod/sandbox';
import { type Point, type PointId, pointIds, unchecked } from './point';
import { startStores } from './stores/contract-stores';
import type { Undo } from './undo';

/** Answer to "will my image run on this platform?" */
export interface ContractReport {
  readonly environment: string;
  readonly component: string;
  readonly command: readonly string[];
  /** All points, in the order of `pointTitles`. */
  readonly points: readonly Point[];
}

/** In this order: a check may end the replica, and the next one then gets a new one. */
const checksOfReplica: readonly (readonly [
  string,
  (run: ContractRun, replica: Replica) => Promise<Point[]>,
])[] = [
  ['Asking its probes', checkProbes],
  ['Looking at its processes', checkUser],
  ['Asking 32 things at a time for 3 s', checkLoad],
  ['Looking for sockets', checkSockets],
  ['Taking the database away for 4 s', checkDatabaseLoss],
  ['Taking Redis away for 2 s', checkRedis],
  ['Stopping it under load, twice', checkStopping],
];

/** What the whole run has shown; asked at the end. */
const checksOfRun: readonly ((run: ContractRun) => Promise<Point[]>)[] = [
  checkTemporal,
  checkDatabase,
  checkRedisKeys,
];

/** What can be said of a server that did not start, too. */
const checksOfLog: readonly ((run: ContractRun) => Promise<Point[]>)[] = [checkWrites, checkSecrets];

/**
 * Starts a server as its pods would and reports every point of the contract. Takes about half a minute.
 * @param say tells what is being done.
 * @param undo gets what must be ended, also when this fails; whoever passes it runs it.
 */
export async function checkContract(
  input: ContractInput,
  undo: Undo,
  say: (what: string) => void,
): Promise<ContractReport> {
  const { environment, component, command } = input;
  say('Starting PostgreSQL, PgBouncer and Valkey');
  const stores = await startStores(undo, {
    login: componentLogins[component],
    withTemporal: input.withTemporal,
  });
  const { writableFolders } = environment.application;
  const sandbox = await makeSandbox({ writableFolders, authorities: stores.authorities, undo });
  const variables = podVariables(environment, component, stores, sandbox.authorities);
  const run = new ContractRun(input, stores, sandbox, variables, undo);
  if (input.migrate !== null) {
    say(`Migrating: ${input.migrate}`);
    await migrate(run, input.migrate);
  }
  say(`Starting ${command.join(' ')}`);
  const points = await pointsOf(run, say);
  return { environment: environment.name, component, command, points: inOrder(points) };
}

async function pointsOf(run: ContractRun, say: (what: string) => void): Promise<Point[]> {
  const { points, up } = await checkStart(run);
  for (const [what, check] of up ? checksOfReplica : []) {
    say(what);
    const replica = await run.replica();
    if (!replica) break;
    points.push(...(await check(run, replica)));
  }
  for (const check of [...(up ? checksOfRun : []), ...checksOfLog]) points.push(...(await check(run)));
  return points;
}

/** Each point once: what was found first counts, and what nobody came to is unchecked. */
function inOrder(points: readonly Point[]): Point[] {
  const find = (id: PointId): Point =>
    points.find((point) => point.id === id) ?? unchecked(id, 'it did not run long enough to tell');
  return pointIds.map(find);
}
