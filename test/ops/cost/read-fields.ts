/** Notes which fields of plain data are read, so that the others can be left out. */
export class ReadFields {
  private readonly read = new Map<object, Set<PropertyKey>>();

  /** The same data; every field that is read of it is noted. */
  watch<T extends object>(data: T): T {
    return new Proxy(data, {
      get: (target, key, receiver) => {
        this.note(target, key);
        const value: unknown = Reflect.get(target, key, receiver);
        return typeof value === 'object' && value !== null ? this.watch(value) : value;
      },
      ownKeys: (target) => {
        for (const key of Reflect.ownKeys(target)) this.note(target, key);
        return Reflect.ownKeys(target);
      },
    });
  }

  /** A copy with the fields that were read; a list keeps all its items. */
  kept(data: unknown): unknown {
    if (typeof data !== 'object' || data === null) return data;
    if (Array.isArray(data)) return data.map((item) => this.kept(item));
    const read = this.read.get(data);
    return Object.fromEntries(
      Object.entries(data)
        .filter(([key]) => read?.has(key))
        .map(([key, value]) => [key, this.kept(value)]),
    );
  }

  private note(target: object, key: PropertyKey): void {
    this.read.set(target, (this.read.get(target) ?? new Set()).add(key));
  }
}
