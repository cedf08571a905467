import { text } from 'node:stream/consumers';
import type { AttackKind } from '../attack';
import { httpAttacks } from '../attacks/http-attacks';
import { socketAttacks } from '../attacks/socket-attacks';
import { Canaries } from '../canary';
import { runAttacks } from '../run-attacks';
import type { DeployedOrder } from './deployed-order';
import { DeployedDoors, type DeployedWorld } from './deployed-world';

const concurrency = 16;

/**
 * Attacks a deployed application through its ingress with those attacks that aim at doors which are open there: HTTP
 * and sockets. Those on the database, the queues, Redis and workflows need a place inside. Reads its order from
 * standard input and prints what came of it, both as JSON.
 */
async function attackDeployed(): Promise<void> {
  const order = JSON.parse(await text(process.stdin)) as DeployedOrder;
  const tenants = order.tenants.map(({ context }) => context);
  const canaries = new Canaries(tenants.map(({ id }) => id));
  const doors = await DeployedDoors.open(order, canaries);
  const world = doors.world();
  const kinds = [
    ...httpKinds('/v1/agents', (tenant) => doors.hiddenBy(tenant).agentId),
    ...httpKinds('/v1/tasks', (tenant) => doors.hiddenBy(tenant).taskId),
    ...(order.planted ? [] : socketAttacks),
  ];
  try {
    const report = await runAttacks<DeployedWorld>({
      world,
      kinds: order.planted ? kinds.map((kind) => betrayed(kind, doors)) : kinds,
      tenants,
      canaries,
      attacks: order.attacks,
      seed: order.seed,
      concurrency,
      stopAtFirst: order.planted,
    });
    process.stdout.write(
      JSON.stringify({ ...report, leaks: report.leaks.length, firstLeaks: report.leaks.slice(0, 5) }),
    );
  } finally {
    await doors.close();
  }
}

type Kind = AttackKind<DeployedWorld>;

/** The attacks over HTTP on one kind of thing that tenants have. */
const httpKinds = (
  collection: string,
  noteIdOf: Parameters<(typeof httpAttacks)[number]['attacks']>[0]['noteIdOf'],
): Kind[] =>
  httpAttacks.map((kind) => ({
    ...kind,
    name: `${kind.name} (${collection})`,
    attacks: (world, pair) => kind.attacks({ ...world, collection, noteIdOf }, pair),
  }));

/** The planted fault: whoever attacks gets a token of its victim. */
const betrayed = (kind: Kind, doors: DeployedDoors): Kind => ({
  ...kind,
  attacks: (world, pair) => kind.attacks({ ...world, tokenFor: () => doors.tokenOf(pair.victim) }, pair),
});

attackDeployed().then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(2);
  },
);
