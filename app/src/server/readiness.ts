import { log } from '../telemetry/log';

/** Something that the component leans on. */
export interface Dependency {
  readonly name: string;
  /** Without a required one no traffic is taken; without another the component does less, and says so. */
  readonly required: boolean;
  /** Resolves when it answers; nobody waits longer than these milliseconds. */
  probe(milliseconds: number): Promise<unknown>;
}

export interface ReadyState {
  readonly ready: boolean;
  readonly draining: boolean;
  readonly dependencies: Readonly<Record<string, 'up' | 'down'>>;
}

/** Under the second that Kubernetes' probe waits. */
const probeMilliseconds = 700;
const answerIsFreshMilliseconds = 1000;

/** Whether a component may take traffic. Many probes in a second ask its dependencies once. */
export class Readiness {
  private draining = false;
  private last: { readonly at: number; readonly answer: Promise<Map<string, boolean>> } | undefined;
  private wereUp = new Map<string, boolean>();

  constructor(private readonly dependencies: readonly Dependency[]) {}

  startDraining(): void {
    this.draining = true;
  }

  get isDraining(): boolean {
    return this.draining;
  }

  async state(): Promise<ReadyState> {
    const up = await this.answers();
    return {
      ready: !this.draining && this.dependencies.every(({ name, required }) => !required || up.get(name)),
      draining: this.draining,
      dependencies: Object.fromEntries([...up].map(([name, isUp]) => [name, isUp ? 'up' : 'down'])),
    };
  }

  private answers(): Promise<Map<string, boolean>> {
    const now = Date.now();
    if (!this.last || now - this.last.at > answerIsFreshMilliseconds) {
      this.last = { at: now, answer: this.ask() };
    }
    return this.last.answer;
  }

  private async ask(): Promise<Map<string, boolean>> {
    const up = new Map(
      await Promise.all(
        this.dependencies.map(async (dependency) => [dependency.name, await answers(dependency)] as const),
      ),
    );
    for (const [name, isUp] of up) {
      if (this.wereUp.get(name) !== isUp)
        log[isUp ? 'info' : 'warn']({ dependency: name, isUp }, 'dependency');
    }
    this.wereUp = up;
    return up;
  }
}

async function answers(dependency: Dependency): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), probeMilliseconds);
  });
  const answer = dependency.probe(probeMilliseconds).then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
