import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Edge } from '../../edge/edge';
import { clientAddress } from '../../nodes/addresses';
import { edgeOf } from '../edge/edge-of';
import { SampleTenant } from '../edge/sample-tenant';
import type { Scenario, ScenarioResult, Stage } from '../scenario';

const tenants = 6;
const attacks = 1500;
const attacksOnAFault = 200;
const seed = 20_261_127;
/** Each counts for itself at the ingress's rate limit. */
const attackers = 12;
/** Share of attacks that read the attacker's own data at some point, of 7% that may: fewer, and nothing answered. */
const leastOwnShare = 0.03;

/** The attacks on the isolation of tenants that can be made from outside, on the application as it is rolled out. */
export const isolationAttacks: Scenario = {
  name: 'attacks on the isolation of tenants',
  nodes: ['real'],
  hindrance: () => null,
  run: attackCluster,
};

async function attackCluster(stage: Stage): Promise<ScenarioResult> {
  const edge = edgeOf(stage);
  const { attackProgram } = stage.cluster.real!;
  const made = [];
  while (made.length < tenants) made.push(await tenantWithTokens(edge));
  const { host, address, ports, authorities } = edge.entrance;
  const order = {
    entrance: { host, address, port: ports.https, authorities },
    from: Array.from({ length: attackers }, (_, index) => clientAddress(16 + index)),
    tenants: made,
    seed,
  };
  const sound = await attacked(attackProgram, { ...order, attacks, planted: false });
  const planted = await attacked(attackProgram, { ...order, attacks: attacksOnAFault, planted: true });
  return judgeAttacks(sound, planted);
}

async function tenantWithTokens(edge: Edge): Promise<object> {
  const { id, slug, token } = await SampleTenant.provision(edge);
  return {
    context: { id, slug, tier: 'enterprise', region: 'us-east-1' },
    token,
    forged: await edge.signIn.forgedTokens({ tenant: slug }),
  };
}

/** What came of the attacks. */
export interface Attacked {
  readonly attacks: number;
  /** How many saw the attacker's own data. */
  readonly sawOwn: number;
  readonly leaks: number;
  readonly firstLeaks: readonly string[];
  readonly byKind: Readonly<Record<string, number>>;
}

/** Runs the program that attacks. */
export async function attacked(program: readonly string[], order: object): Promise<Attacked> {
  const [command = '', ...args] = program;
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(JSON.stringify(order));
  const ended = new Promise((resolve) => child.once('close', resolve));
  const [answer, complaint] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if ((await ended) !== 0) throw new Error(`the attacks broke off: ${complaint.slice(-1000)}`);
  return JSON.parse(answer) as Attacked;
}

/** @param planted attacks with tokens of their victims, which must be seen. */
export function judgeAttacks(sound: Attacked, planted: Attacked): ScenarioResult {
  const kinds = Object.keys(sound.byKind).length;
  const tooQuiet = sound.sawOwn < sound.attacks * leastOwnShare;
  return {
    figure: `${sound.attacks} attacks of ${kinds} kinds through the ingress: ${sound.leaks} leaks (none may be), ${sound.sawOwn} saw their own data; with tokens of the victims, ${planted.leaks > 0 ? 'seen' : 'not seen'} after ${planted.attacks}`,
    figures: {
      attacks: sound.attacks,
      kinds,
      leaks: sound.leaks,
      sawOwn: sound.sawOwn,
      plantedLeaks: planted.leaks,
    },
    faults: [
      ...sound.firstLeaks,
      ...(sound.leaks > sound.firstLeaks.length ? [`${sound.leaks} leaks in all`] : []),
      ...(sound.attacks === 0 ? ['no attack was made'] : []),
      ...(tooQuiet
        ? [`only ${sound.sawOwn} of ${sound.attacks} attacks saw any data: nothing answered`]
        : []),
      ...(planted.leaks === 0 ? ['attacks with tokens of their victims were not seen'] : []),
    ],
  };
}
