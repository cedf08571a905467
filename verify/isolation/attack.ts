import type fc from 'fast-check';
import type { TenantContext } from '../../tenancy/context/tenant-context';

/** One try to see or touch another tenant's data. */
export interface Attack {
  /** Who tries. */
  readonly actor: TenantContext;
  /** Whose data it is after. */
  readonly victim: TenantContext;
  /** In words, for the report of a leak: `identifiers: SELECT … FROM "tenant_…"`. */
  readonly description: string;
  /**
   * Tries, and answers everything that the actor came to see: rows, bodies, errors. What it sees of the victim is a
   * leak. A refusal is a good answer.
   */
  readonly run: () => Promise<unknown>;
}

/** A family of attacks through one door. */
export interface AttackKind<World> {
  readonly name: string;
  /** How often it is chosen, against the other kinds'. */
  readonly weight: number;
  readonly attacks: (world: World, tenants: TenantPair) => fc.Arbitrary<Attack>;
}

export interface TenantPair {
  readonly actor: TenantContext;
  readonly victim: TenantContext;
}

/** What a refusal looks like to the one who was refused: a message can leak, too. */
export const refusalText = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message} ${JSON.stringify(error)}` : String(error);

/** What came out, or what the refusal said. */
export const outcomeOf = (work: () => Promise<unknown>): Promise<unknown> =>
  Promise.resolve().then(work).catch(refusalText);
