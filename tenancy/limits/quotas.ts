import type { Statement, TenantTransaction } from '../database/unit-of-work';
import type { TenantLimits, TenantRegistry } from '../registry/tenant-record';
import { LimitReached } from './limit-reached';
import { currentLimits } from './tier-limits';

export const quotaNames = ['agents', 'tasks', 'storage'] as const;
export type QuotaName = (typeof quotaNames)[number];

const bytesPerGib = 2 ** 30;

interface Quota {
  readonly allowed: (limits: TenantLimits) => number;
  readonly sentence: (limits: TenantLimits) => string;
  /** Tasks end by themselves; agents and files must be removed by someone first. */
  readonly retryAfterSeconds: number;
}

const quotas: Readonly<Record<QuotaName, Quota>> = {
  agents: {
    allowed: ({ agents }) => agents,
    sentence: ({ agents }) => `The tenant may have ${agents} agents; remove one, or choose a larger plan.`,
    retryAfterSeconds: 60,
  },
  tasks: {
    allowed: ({ tasks }) => tasks,
    sentence: ({ tasks }) =>
      `The tenant may have ${tasks} tasks waiting or running; wait until one has ended.`,
    retryAfterSeconds: 10,
  },
  storage: {
    allowed: ({ storageGib }) => storageGib * bytesPerGib,
    sentence: ({ storageGib }) =>
      `The tenant may store ${storageGib} GiB; remove something, or choose a larger plan.`,
    retryAfterSeconds: 60,
  },
};

/** A statement on the tenant's schema with one row and one number `used`: things, or bytes for `storage`. */
export type UsedStatements = Readonly<Record<QuotaName, Statement>>;

/** Lets a tenant have no more of something than its tier or contract allows. */
export class Quotas {
  constructor(
    private readonly registry: TenantRegistry,
    private readonly used: UsedStatements,
  ) {}

  /**
   * Refuses with `LimitReached` when `adding` more would be too many; else nobody else can add until the transaction
   * ends. Call it right before the insert, in the same transaction: others of the tenant wait meanwhile.
   *
   * `adding` is a number of things, or of bytes for `storage`.
   */
  async enforce(transaction: TenantTransaction, name: QuotaName, adding = 1): Promise<void> {
    const limits = await currentLimits(this.registry);
    const { allowed, sentence, retryAfterSeconds } = quotas[name];
    // The lock is a statement of its own: one that counts sees only what was committed before the statement began.
    await transaction.query({
      text: `SELECT pg_advisory_xact_lock(hashtextextended('quota ' || current_schema() || ' ' || $1, 0))`,
      values: [name],
    });
    const { rows } = await transaction.query<{ used: number | string }>(this.used[name]);
    const used = Number(rows[0]?.used);
    if (!(used + adding <= allowed(limits))) {
      throw new LimitReached(sentence(limits), { limit: name, retryAfterSeconds, quota: allowed(limits) });
    }
  }
}
