export type Closer = () => Promise<unknown>;

/** What was opened, to be closed in the opposite order. */
export class Closers {
  private readonly closers: Closer[] = [];

  add(closer: Closer): void {
    this.closers.push(closer);
  }

  async close(): Promise<void> {
    for (const closer of this.closers.splice(0).reverse()) await closer();
  }
}
