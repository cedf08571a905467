import { randomUUID } from 'node:crypto';
import { currentTenant, runOutsideTenants } from '../context/current-tenant';
import { TenancyError } from '../context/tenancy-error';
import type { PlatformQueries } from '../database/unit-of-work';
import { recordUsage, type UsageBatch } from './record-usage';
import {
  hourNumber,
  hourStart,
  type ProviderModel,
  toMicros,
  type UsageCount,
  type UsageMetric,
} from './usage-metrics';

export interface UsageMeterOptions {
  readonly platform: PlatformQueries;
  /** How often counts go to the database, in seconds. Default 5. What a killed process counted since is lost. */
  readonly flushSeconds?: number;
  /** Told when a flush fails. It is tried again, and nothing is lost meanwhile. */
  readonly onError?: (error: unknown) => void;
  /** Default: the system's clock. */
  readonly now?: () => Date;
}

export interface UsageDetail {
  /** Which provider and model, for the `provider_…` metrics and for no other. */
  readonly of?: ProviderModel;
  /** When it was used. Default: now. */
  readonly at?: Date;
}

/** Counts what one tenant uses; for work that ends outside of the tenant's context, such as an HTTP answer. */
export interface TenantMeter {
  count(metric: UsageMetric, quantity: number, detail?: UsageDetail): void;
}

/** Names as providers give them. They become rows of the usage table, so they are short. */
const namePattern = /^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,99}$/;

/**
 * Counts usage in memory and brings it to the database every few seconds, in batches that count once each even when
 * the answer to one is lost.
 */
export class UsageMeter implements TenantMeter {
  private readonly source = randomUUID();
  private sequence = 0;
  private counts = new Map<string, UsageCount>();
  private unacknowledged: UsageBatch | null = null;
  private flushing: Promise<void> | null = null;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly options: UsageMeterOptions) {}

  start(): void {
    const milliseconds = (this.options.flushSeconds ?? 5) * 1000;
    this.timer ??= runOutsideTenants(() => setInterval(() => this.flushQuietly(), milliseconds));
  }

  /** Stops the timer and flushes what is left; rejects when that fails. */
  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    await this.flush();
  }

  /** Counts for the current tenant; throws `no-tenant` outside of one, and `RangeError` for a negative quantity. */
  count(metric: UsageMetric, quantity: number, detail: UsageDetail = {}): void {
    this.add(currentTenant().id, metric, quantity, detail);
  }

  /** A meter that stays with the tenant that is current now. */
  ofCurrentTenant(): TenantMeter {
    const { id } = currentTenant();
    return { count: (metric, quantity, detail = {}) => this.add(id, metric, quantity, detail) };
  }

  /** Brings everything that was counted until now to the database. */
  async flush(): Promise<void> {
    while (this.flushing) await this.flushing.catch(() => undefined);
    this.flushing = runOutsideTenants(() => this.deliverAll());
    try {
      await this.flushing;
    } finally {
      this.flushing = null;
    }
  }

  private async deliverAll(): Promise<void> {
    while (this.unacknowledged || this.counts.size > 0) {
      this.unacknowledged ??= this.nextBatch();
      await recordUsage(this.options.platform, this.unacknowledged);
      this.unacknowledged = null;
    }
  }

  private nextBatch(): UsageBatch {
    const counts = [...this.counts.values()];
    this.counts = new Map();
    this.sequence += 1;
    return { source: this.source, sequence: this.sequence, counts };
  }

  private flushQuietly(): void {
    if (this.flushing) return;
    this.flush().catch((error: unknown) => this.options.onError?.(error));
  }

  private add(tenantId: string, metric: UsageMetric, quantity: number, { of, at }: UsageDetail): void {
    assertNamed(metric, of);
    const micros = toMicros(quantity);
    const when = at ?? this.options.now?.() ?? new Date();
    const key = JSON.stringify([tenantId, hourNumber(when), metric, of?.provider, of?.model]);
    const before = this.counts.get(key)?.micros ?? 0n;
    this.counts.set(key, { tenantId, at: hourStart(when), metric, of, micros: before + micros });
  }
}

function assertNamed(metric: UsageMetric, of: ProviderModel | undefined): void {
  if (metric.startsWith('provider_') !== (of !== undefined)) {
    throw new TenancyError(
      'invalid-identifier',
      `${metric}: provider_… metrics name provider and model, others none.`,
    );
  }
  if (of && !(namePattern.test(of.provider) && namePattern.test(of.model))) {
    throw new TenancyError('invalid-identifier', 'The name of a provider or model is malformed.');
  }
}
