import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../servers/free-port';
import type { ContractInput } from './contract-input';
import { Instance } from './pod/instance';
import type { PodVariables } from './pod/pod-variables';
import type { Sandbox } from './pod/sandbox';
import { ask, isYes, probeSeconds } from './probes/http-probe';
import type { ContractStores } from './stores/contract-stores';
import type { Undo } from './undo';

/** A replica and the port on which it answers. */
export interface Replica {
  readonly instance: Instance;
  readonly port: number;
}

const pollMilliseconds = 100;
/** For a server that opens another port before its own one. */
const otherPortMilliseconds = 1500;
/** Answers of 404 after which a path is not waited for. */
const missingTimes = 20;

/** What the checks share: the stores, and the replicas that run against them. */
export class ContractRun {
  /** Every replica that was started, the ended ones too. */
  readonly instances: Instance[] = [];
  private current: Replica | null = null;

  constructor(
    readonly input: ContractInput,
    readonly stores: ContractStores,
    readonly sandbox: Sandbox,
    readonly variables: PodVariables,
    readonly undo: Undo,
  ) {}

  get application(): ContractInput['environment']['application'] {
    return this.input.environment.application;
  }

  /** What all replicas printed. */
  get log(): string {
    return this.instances.map(({ log }) => log).join('\n');
  }

  /** Starts a replica; a port of null: it answers on none, or has ended. */
  async startReplica(): Promise<{ readonly instance: Instance; readonly port: number | null }> {
    const values = { ...this.variables.values, ...this.input.variables };
    const instance = Instance.start(this.sandbox, this.input.command, values, await freePort());
    this.instances.push(instance);
    this.undo.add(() => instance.kill());
    return { instance, port: await this.answeringPort(instance) };
  }

  /** The replica of the checks; one that has ended is replaced, as Kubernetes does. Null: it does not come up. */
  async replica(): Promise<Replica | null> {
    if (this.current && !this.current.instance.ended) return this.current;
    const { instance, port } = await this.startReplica();
    this.current = port === null ? null : { instance, port };
    if (port !== null) await this.becomesReady({ instance, port });
    return this.current;
  }

  /** Waits as long as a start may take; not for a path that is not there. */
  becomesReady(
    { instance, port }: Replica,
    seconds = this.application.probes.startupSecondsMax,
  ): Promise<boolean> {
    const { path } = this.application.probes.ready;
    let missing = 0;
    return until(seconds, async () => {
      if (instance.ended || missing === missingTimes) return false;
      const answer = await ask(port, path, probeSeconds.ready);
      if (answer.status === 404) missing++;
      return isYes(answer) || null;
    });
  }

  private async answeringPort(instance: Instance): Promise<number | null> {
    const { live, startupSecondsMax } = this.application.probes;
    let otherSince: number | null = null;
    let found: number | null = null;
    await until(startupSecondsMax, async () => {
      if (instance.ended) return false;
      const ports = instance.listeningPorts();
      if ((await ask(instance.wantedPort, live.path, probeSeconds.live)).body !== 'ECONNREFUSED') {
        found = instance.wantedPort;
        return true;
      }
      const [other] = ports.filter((port) => port !== instance.wantedPort);
      if (other === undefined) return null;
      otherSince ??= Date.now();
      if (Date.now() - otherSince < otherPortMilliseconds) return null;
      found = other;
      return true;
    });
    return found;
  }
}

/** Asks again and again until the answer is not null; false when the time is over. */
export async function until(seconds: number, question: () => Promise<boolean | null>): Promise<boolean> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await question();
    if (answer !== null) return answer;
    if (Date.now() > deadline) return false;
    await sleep(pollMilliseconds);
  }
}
