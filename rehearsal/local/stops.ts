/** What is to be stopped at the end, the last started first. One that fails does not keep the others running. */
export class Stops {
  private readonly stops: { readonly name: string; readonly stop: () => Promise<unknown> }[] = [];

  add(name: string, stop: () => Promise<unknown>): void {
    this.stops.push({ name, stop });
  }

  async stop(): Promise<void> {
    for (const { name, stop } of this.stops.splice(0).reverse()) {
      await stop().catch((error: Error) => process.stderr.write(`${name} did not stop: ${error.message}\n`));
    }
  }
}
