/** What became of all requests. */
export interface Traffic {
  readonly sent: number;
  readonly failed: number;
  /** Requests that needed a second try. */
  readonly retried: number;
  readonly slowestMilliseconds: number;
  /** Null when none failed. */
  readonly outage: Outage | null;
  /** Why the first ones failed. */
  readonly reasons: readonly string[];
}

/** In milliseconds since 1970: when the first request was sent that failed, and when the last one had failed. */
export interface Outage {
  readonly from: number;
  readonly to: number;
}

/** What became of one. */
export interface Sent {
  /** Null when it was answered as it should be. */
  readonly failure: string | null;
  readonly tries: number;
}

/** Requests at a constant rate, whatever becomes of the ones before. */
export class SteadyRequests {
  private readonly running = new Set<Promise<void>>();
  private readonly reasons: string[] = [];
  private sent = 0;
  private failed = 0;
  private retried = 0;
  private slowest = 0;
  /** Until now. */
  outage: Outage | null = null;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly send: () => Promise<Sent>,
    requestsPerSecond: number,
  ) {
    this.timer = setInterval(() => {
      const request = this.request().finally(() => this.running.delete(request));
      this.running.add(request);
    }, 1000 / requestsPerSecond);
  }

  /** Waits for the answers that are still to come. */
  async stop(): Promise<Traffic> {
    clearInterval(this.timer);
    await Promise.all(this.running);
    const { sent, failed, retried, outage, reasons } = this;
    return { sent, failed, retried, slowestMilliseconds: Math.round(this.slowest), outage, reasons };
  }

  private async request(): Promise<void> {
    this.sent += 1;
    const started = performance.now();
    const sentAt = Date.now();
    const { failure, tries } = await this.send();
    if (failure === null) {
      if (tries > 1) this.retried += 1;
      this.slowest = Math.max(this.slowest, performance.now() - started);
      return;
    }
    this.failed += 1;
    // A request that failed late may have been sent before one that failed early.
    this.outage = { from: Math.min(sentAt, this.outage?.from ?? sentAt), to: Date.now() };
    if (this.reasons.length < 3) this.reasons.push(failure);
  }
}
