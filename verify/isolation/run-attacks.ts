import fc from 'fast-check';
import type { TenantContext } from '../../tenancy/context/tenant-context';
import { type Attack, type AttackKind, outcomeOf } from './attack';
import type { Canaries } from './canary';

export interface AttackOptions<World> {
  readonly world: World;
  readonly kinds: readonly AttackKind<World>[];
  readonly tenants: readonly TenantContext[];
  readonly canaries: Canaries;
  readonly attacks: number;
  /** The same seed makes the same attacks. */
  readonly seed: number;
  /** How many run at one time. */
  readonly concurrency: number;
  readonly onProgress?: (done: number) => void;
  /** Stops at the first leak: enough to show that a fault is caught. Default false. */
  readonly stopAtFirst?: boolean;
}

export interface AttackReport {
  readonly attacks: number;
  /** Attacks in which the actor saw its own canary: none would mean that nothing answered, not that nothing leaked. */
  readonly sawOwn: number;
  /** One sentence a leak. */
  readonly leaks: readonly string[];
  /** How many of each kind ran. */
  readonly byKind: Readonly<Record<string, number>>;
}

/** Runs generated attacks side by side and looks for other tenants' data in what each came to see. */
export async function runAttacks<World>(options: AttackOptions<World>): Promise<AttackReport> {
  const { canaries, concurrency, onProgress, stopAtFirst = false } = options;
  const leaks: string[] = [];
  const byKind: Record<string, number> = {};
  const upcoming = generate(options);
  let done = 0;
  let sawOwn = 0;
  const lane = async (): Promise<void> => {
    for (const { kind, attack } of upcoming) {
      const observed = await outcomeOf(attack.run);
      const foreign = canaries.foreignIn(observed, attack.actor.id);
      if (canaries.sawOwn(observed, attack.actor.id)) sawOwn += 1;
      byKind[kind] = (byKind[kind] ?? 0) + 1;
      done += 1;
      if (foreign.length > 0)
        leaks.push(`${attack.description}: ${attack.actor.slug} saw ${foreign.join(', ')}`);
      if (done % 1000 === 0) onProgress?.(done);
      if (stopAtFirst && leaks.length > 0) return;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return { attacks: done, sawOwn, leaks, byKind };
}

/** One stream that all lanes take from. */
function* generate<World>({
  world,
  kinds,
  tenants,
  attacks,
  seed,
}: AttackOptions<World>): Generator<{ kind: string; attack: Attack }> {
  const pair = fc
    .tuple(fc.nat(tenants.length - 1), fc.integer({ min: 1, max: tenants.length - 1 }))
    .map(([actor, distance]) => ({
      actor: tenants[actor]!,
      victim: tenants[(actor + distance) % tenants.length]!,
    }));
  const chosen = fc.oneof(
    ...kinds.map((kind) => ({
      weight: kind.weight,
      arbitrary: pair.chain((tenantPair) =>
        kind.attacks(world, tenantPair).map((attack) => ({ kind: kind.name, attack })),
      ),
    })),
  );
  const batch = 500;
  for (let made = 0; made < attacks; made += batch) {
    yield* fc.sample(chosen, { numRuns: Math.min(batch, attacks - made), seed: seed + made });
  }
}
