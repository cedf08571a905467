interface CachedKey {
  readonly bytes: Buffer;
  readonly timer: NodeJS.Timeout;
}

export interface DataKeyCacheOptions {
  /** Seconds for which an unwrapped key stays in memory. Default and most 300. */
  readonly cacheSeconds?: number;
  /** Keys kept at one time; the least recently used goes first. Default 1000. */
  readonly cachedKeys?: number;
}

/** Unwrapped data keys in memory: few, for minutes, and overwritten with zeros when they go. */
export class DataKeyCache {
  private readonly keys = new Map<string, CachedKey>();
  private readonly loading = new Map<string, Promise<Buffer>>();
  private readonly milliseconds: number;
  private readonly most: number;

  constructor({ cacheSeconds = 300, cachedKeys = 1000 }: DataKeyCacheOptions = {}) {
    this.milliseconds = Math.min(cacheSeconds, 300) * 1000;
    this.most = Math.max(1, cachedKeys);
  }

  get size(): number {
    return this.keys.size;
  }

  /**
   * Runs `work` on a key, loading it when it is not there; several who wait for one key load it once. `work` is
   * synchronous, so that the key cannot be overwritten under it.
   */
  async use<Result>(id: string, load: () => Promise<Buffer>, work: (key: Buffer) => Result): Promise<Result> {
    for (;;) {
      const cached = this.keys.get(id);
      if (cached) {
        this.keys.delete(id);
        this.keys.set(id, cached);
        return work(cached.bytes);
      }
      const pending = this.loading.get(id);
      if (pending) {
        await pending;
        continue;
      }
      const promise = load();
      this.loading.set(id, promise);
      try {
        const bytes = await promise;
        this.put(id, bytes);
        return work(bytes);
      } finally {
        this.loading.delete(id);
      }
    }
  }

  /** Overwrites every key. */
  clear(): void {
    for (const id of [...this.keys.keys()]) this.evict(id);
  }

  private put(id: string, bytes: Buffer): void {
    const timer = setTimeout(() => this.evict(id), this.milliseconds).unref();
    this.keys.set(id, { bytes, timer });
    const [oldest] = this.keys.keys();
    if (this.keys.size > this.most && oldest !== undefined) this.evict(oldest);
  }

  private evict(id: string): void {
    const key = this.keys.get(id);
    if (!key) return;
    this.keys.delete(id);
    clearTimeout(key.timer);
    key.bytes.fill(0);
  }
}
