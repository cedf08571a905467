import { setTimeout as sleep } from 'node:timers/promises';
import type { Replica } from '../contract-run';
import { ask, isYes, probeSeconds, told } from './http-probe';

const pauseMilliseconds = 200;

export interface WatchedPaths {
  readonly ready: string;
  readonly live: string;
}

/** Asks both probes again and again beside what happens to the stores, until `stop`. */
export class WatchedProbes {
  /** Whether the last answer to the ready probe was a yes; null before the first. */
  ready: boolean | null = null;
  readyTold = '';
  /** First answer to the live probe that was the second in a row that was not a yes. */
  notAlive: string | null = null;
  private running = true;
  private readonly loops: Promise<unknown>;

  constructor({ port }: Replica, { ready, live }: WatchedPaths) {
    let inARow = 0;
    this.loops = Promise.all([
      this.loop(async () => {
        const answer = await ask(port, ready, probeSeconds.ready);
        this.ready = isYes(answer);
        this.readyTold = told(ready, answer);
      }),
      this.loop(async () => {
        const answer = await ask(port, live, probeSeconds.live);
        inARow = isYes(answer) ? 0 : inARow + 1;
        if (inARow === 2) this.notAlive ??= told(live, answer);
      }),
    ]);
  }

  async stop(): Promise<void> {
    this.running = false;
    await this.loops;
  }

  private async loop(turn: () => Promise<void>): Promise<void> {
    while (this.running) {
      await turn();
      await sleep(pauseMilliseconds);
    }
  }
}
