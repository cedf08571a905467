import type { AttackKind } from './attack';
import { databaseAttacks } from './attacks/database-attacks';
import { httpAttacks } from './attacks/http-attacks';
import { jobAttacks } from './attacks/job-attacks';
import { redisAttacks } from './attacks/redis-attacks';
import { socketAttacks } from './attacks/socket-attacks';
import { workflowAttacks } from './attacks/workflow-attacks';
import { Canaries } from './canary';
import { plantedFaults } from './planted/planted-faults';
import { runAttacks } from './run-attacks';
import { IsolationWorld, type World } from './world/isolation-world';

export interface IsolationOptions {
  readonly attacks: number;
  readonly tenants: number;
  readonly seed: number;
  readonly onProgress: (what: string) => void;
}

export interface IsolationReport {
  readonly attacks: number;
  /** How many saw the attacker's own data. */
  readonly sawOwn: number;
  /** How many attacks saw another tenant's row, event, key, job or workflow. */
  readonly leaks: number;
  readonly planted: readonly { readonly fault: string; readonly caught: boolean }[];
  readonly byKind: Readonly<Record<string, number>>;
  readonly firstLeaks: readonly string[];
}

const allAttacks: readonly AttackKind<World>[] = [
  ...databaseAttacks,
  ...httpAttacks,
  ...redisAttacks,
  ...socketAttacks,
  ...jobAttacks,
  ...workflowAttacks,
];

/** Tenants that attack at one time. */
const concurrency = 200;
/** Share of attacks whose kind reads the attacker's own data at some point, with room to spare. */
const leastOwnShare = 0.2;
/** Far more than any planted fault takes to show. */
const attacksOnAFault = 400;

/** Attacks the sound library, then the same with each planted fault, which must be found. */
export async function testIsolation(options: IsolationOptions): Promise<IsolationReport> {
  const { attacks, seed, onProgress } = options;
  const isolation = await IsolationWorld.start(options.tenants, onProgress);
  try {
    const world = await isolation.sound();
    const { tenants } = isolation.servers;
    const common = { tenants, canaries: new Canaries(tenants.map(({ id }) => id)), seed };
    const sound = await runAttacks({
      ...common,
      world,
      kinds: allAttacks,
      attacks,
      concurrency,
      onProgress: (done) => onProgress(`${done} of ${attacks} attacks`),
    });
    const planted: { fault: string; caught: boolean }[] = [];
    for (const { fault, kinds, plant } of plantedFaults) {
      const faulty = await plant(isolation, world);
      const { leaks } = await runAttacks({
        ...common,
        world: faulty,
        kinds,
        attacks: attacksOnAFault,
        concurrency: 20,
        stopAtFirst: true,
      });
      planted.push({ fault, caught: leaks.length > 0 });
    }
    const { leaks, byKind, sawOwn } = sound;
    if (sawOwn < sound.attacks * leastOwnShare) {
      throw new Error(`Only ${sawOwn} of ${sound.attacks} attacks saw any data: the servers did not answer.`);
    }
    return {
      attacks: sound.attacks,
      sawOwn,
      leaks: leaks.length,
      planted,
      byKind,
      firstLeaks: leaks.slice(0, 10),
    };
  } finally {
    await isolation.stop();
  }
}
