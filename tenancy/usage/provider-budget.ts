import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { currentTenant } from '../context/current-tenant';
import { TenancyError } from '../context/tenancy-error';
import type { PlatformQueries } from '../database/unit-of-work';
import { LimitReached } from '../limits/limit-reached';
import { tenantKey } from '../redis/tenant-keys';
import type { TenantRegistry } from '../registry/tenant-record';
import type { BudgetAccount, BudgetLedger, BudgetThreshold, LedgerEntry } from './budget-ledger';
import { MemoryBudgetLedger } from './memory-budget-ledger';
import { spentThisMonthUsd } from './monthly-spend';
import type { ProviderPrices, Tokens } from './provider-prices';
import { RedisBudgetLedger } from './redis-budget-ledger';
import { monthOf, type ProviderModel } from './usage-metrics';

export interface BudgetEvent {
  readonly tenantId: string;
  readonly percent: BudgetThreshold;
  readonly spentUsd: number;
  readonly budgetUsd: number;
  /** Such as 2026-11. */
  readonly month: string;
}

export interface ProviderBudgetOptions {
  readonly redis: Redis;
  readonly platform: PlatformQueries;
  readonly registry: Pick<TenantRegistry, 'byId'>;
  readonly prices: ProviderPrices;
  /** Told when a tenant passes 80 % and 100 % of its budget: once each a month, or once a process with Redis away. */
  readonly onThreshold?: (event: BudgetEvent) => void;
  /** Told when Redis or the database fails here. Calls go on as the class says. */
  readonly onError?: (error: unknown) => void;
  /** How often the ledger is compared with the database, in seconds a tenant. Default 60. */
  readonly compareSeconds?: number;
  /** Longest that a call takes; a reservation older than that counts no more. Default 900. */
  readonly callSeconds?: number;
  /** Default: the system's clock. */
  readonly now?: () => Date;
}

/** Part of a budget that is held for one call. Exactly one of its methods is called, and neither rejects. */
export interface BudgetReservation {
  /** What the call really used. */
  settle(tokens: Tokens): Promise<void>;
  release(): Promise<void>;
}

interface OpenAccount extends BudgetAccount {
  readonly tenantId: string;
  readonly month: string;
}

const microsPerUsd = 1_000_000;

/**
 * What tenants may spend at model providers a calendar month (UTC). A call reserves its highest price first, so calls
 * at the same time overshoot by less than one call's reserve. The sum is kept in Redis, and follows the database where
 * that knows of more; with Redis away, each process counts its own calls on top of the database's sum. With the
 * database away too, calls are refused. A tenant without a budget (null in the registry) is never refused.
 */
export class ProviderBudget {
  private readonly ledger: BudgetLedger;
  private readonly fallback: BudgetLedger = new MemoryBudgetLedger();
  private readonly compared = new Map<string, number>();

  constructor(private readonly options: ProviderBudgetOptions) {
    this.ledger = new RedisBudgetLedger(options.redis);
  }

  /** Throws `limit-reached` when the current tenant's budget is spent, and `unpriced` for a model without a price. */
  async reserve(of: ProviderModel, most: Tokens): Promise<BudgetReservation> {
    const now = this.now();
    const microUsd = this.priceOf(of, most, now);
    const account = await this.account(now);
    if (!account) return { settle: async () => undefined, release: async () => undefined };
    const id = randomUUID();
    const ledger = await this.hold(account, id, microUsd);
    if (!ledger) throw this.refusal(account, now);
    const settle = async (spentMicroUsd: number): Promise<void> => {
      await ledger.settle(account, id, spentMicroUsd).then(
        (entry) => this.tell(account, entry),
        (error: unknown) => this.options.onError?.(error),
      );
    };
    return { settle: (tokens) => settle(this.priceOf(of, tokens, now)), release: () => settle(0) };
  }

  /** Throws `limit-reached` when the current tenant's budget is spent; for work that is not begun without one. */
  async check(): Promise<void> {
    const now = this.now();
    const account = await this.account(now);
    if (!account) return;
    const id = randomUUID();
    const ledger = await this.hold(account, id, 0);
    if (!ledger) throw this.refusal(account, now);
    await ledger.settle(account, id, 0).catch((error: unknown) => this.options.onError?.(error));
  }

  /** The ledger that granted it; null when the budget is spent. */
  private async hold(account: OpenAccount, id: string, microUsd: number): Promise<BudgetLedger | null> {
    const reservation = { id, microUsd, seconds: this.options.callSeconds ?? 900 };
    try {
      if (this.isComparisonDue(account.key))
        await this.compare(this.ledger, account).catch(unlessUnpriced(this.options.onError));
      let verdict = await this.ledger.reserve(account, reservation);
      if (verdict === 'unknown') {
        await this.compare(this.ledger, account);
        verdict = await this.ledger.reserve(account, reservation);
      }
      return verdict === 'granted' ? this.ledger : null;
    } catch (error) {
      if (error instanceof TenancyError) throw error;
      this.options.onError?.(error);
      // What was sent may still arrive when Redis is back, and would hold the budget for a call that is over.
      this.ledger.settle(account, id, 0).catch(() => undefined);
    }
    await this.compare(this.fallback, account);
    return (await this.fallback.reserve(account, reservation)) === 'granted' ? this.fallback : null;
  }

  private async compare(ledger: BudgetLedger, account: OpenAccount): Promise<void> {
    const { platform, prices } = this.options;
    const spentUsd = await spentThisMonthUsd(platform, prices, account.tenantId, this.now());
    this.tell(account, await ledger.raise(account, toMicroUsd(spentUsd)));
  }

  private isComparisonDue(key: string): boolean {
    const milliseconds = (this.options.compareSeconds ?? 60) * 1000;
    if (Date.now() - (this.compared.get(key) ?? 0) < milliseconds) return false;
    if (this.compared.size >= 10_000) this.compared.clear();
    this.compared.set(key, Date.now());
    return true;
  }

  private async account(now: Date): Promise<OpenAccount | null> {
    const { id: tenantId } = currentTenant();
    const record = await this.options.registry.byId(tenantId);
    if (!record) throw new TenancyError('unknown-tenant', 'The tenant is not in the registry.');
    if (record.providerBudgetUsd === null) return null;
    const month = now.toISOString().slice(0, 7);
    const budgetMicroUsd = toMicroUsd(record.providerBudgetUsd);
    return { tenantId, month, budgetMicroUsd, key: tenantKey('quota', `provider-usd-${month}`) };
  }

  private priceOf(of: ProviderModel, tokens: Tokens, at: Date): number {
    return toMicroUsd(this.options.prices.usd(of, tokens, at));
  }

  private refusal({ budgetMicroUsd }: OpenAccount, now: Date): LimitReached {
    const quota = budgetMicroUsd / microsPerUsd;
    const { to } = monthOf(now);
    return new LimitReached(
      `This month's budget of $${quota} for model providers is spent: raise it, or wait until ${to.toISOString().slice(0, 10)}.`,
      { limit: 'provider-budget', quota, retryAfterSeconds: (to.getTime() - now.getTime()) / 1000 },
    );
  }

  private tell(
    { tenantId, month, budgetMicroUsd }: OpenAccount,
    { passed, spentMicroUsd }: LedgerEntry,
  ): void {
    for (const percent of passed) {
      const [spentUsd, budgetUsd] = [spentMicroUsd / microsPerUsd, budgetMicroUsd / microsPerUsd];
      this.options.onThreshold?.({ tenantId, percent, spentUsd, budgetUsd, month });
    }
  }

  private now(): Date {
    return this.options.now?.() ?? new Date();
  }
}

/** Rounded up; the sixth digit after the point is that of the price, not of the binary fraction. */
const toMicroUsd = (usd: number): number => Math.ceil(Number((usd * microsPerUsd).toFixed(3)));

const unlessUnpriced =
  (onError: ((error: unknown) => void) | undefined) =>
  (error: unknown): void => {
    if (error instanceof TenancyError) throw error;
    onError?.(error);
  };
