import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiServer, LiveObject } from '../api-server';
import { runningStatus } from './pod-status';
import { PodServer } from './pod-server';
import { type HttpProbe, type PodSpec, podSpecOf } from './pod-spec';
import { publishedPaths } from './published-images';

/** What the application's image does. */
export interface FakeImage {
  /** Paths that it answers, such as `/ready`; any other is 404. */
  readonly contractPaths: ReadonlySet<string>;
  /** From the container's start to the first connection that it takes. */
  readonly startMilliseconds: number;
}

const pause = (milliseconds: number): Promise<void> => sleep(milliseconds, undefined, { ref: false });

/**
 * One made-up pod with a server that answers for it. Start-up and readiness are asked as a kubelet asks, at the probe's
 * path, port and period; a deletion runs the pre-stop's sleep, then ends the server, then the object. Liveness is not
 * asked: nothing restarts a made-up container.
 */
export class FakePod {
  readonly node: string;
  private readonly server: PodServer;
  private readonly container: PodSpec['containers'][number];
  private readonly path: string;
  private port: number | null = null;
  private lost = false;
  private ended = false;
  private stopping = false;

  constructor(
    private readonly api: ApiServer,
    private readonly pod: LiveObject,
    readonly address: string,
    private readonly image: FakeImage,
  ) {
    const spec = podSpecOf(pod);
    this.node = spec.nodeName ?? '';
    this.container = spec.containers[0]!;
    this.server = new PodServer(
      pod.metadata.name,
      publishedPaths(this.container.image) ?? image.contractPaths,
    );
    this.path = `/api/v1/namespaces/${pod.metadata.namespace}/pods/${pod.metadata.name}`;
  }

  /** The port of this machine that leads to one of the pod's; null when the pod has no such port, or none yet. */
  portFor(containerPort: number): number | null {
    const isOpen = this.container.ports?.some((port) => port.containerPort === containerPort) ?? false;
    return isOpen ? this.port : null;
  }

  /** Starts, and then tells the API server whenever readiness changes, until the pod ends. */
  async live(): Promise<void> {
    const { startupProbe, readinessProbe } = this.container;
    await this.report(false);
    await pause(this.image.startMilliseconds);
    if (this.ended) return;
    this.port = await this.server.listen();
    while (startupProbe && !(await this.isAnswered(startupProbe))) {
      await pause(startupProbe.periodSeconds * 1000);
      if (this.ended) return;
    }
    if (readinessProbe) await this.keepReadiness(readinessProbe);
  }

  /** What a kubelet does with a pod that is deleted. */
  async stop(): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    await pause((this.container.lifecycle?.preStop?.sleep?.seconds ?? 0) * 1000);
    // A kubelet without power ends nothing.
    while (this.lost && !this.ended) await pause(500);
    this.port = null;
    const grace = podSpecOf(this.pod).terminationGracePeriodSeconds * 1000;
    await Promise.race([this.server.stop(), pause(grace)]);
    this.end();
    const options = { gracePeriodSeconds: 0, preconditions: { uid: this.pod.metadata.uid } };
    await this.api.request('DELETE', this.path, options);
  }

  /** The object is gone. */
  end(): void {
    this.ended = true;
    this.port = null;
    this.server.kill();
  }

  /** @param lost whether the node has no power. */
  setLost(lost: boolean): void {
    this.lost = lost;
    this.server.setFrozen(lost);
  }

  private async keepReadiness(probe: HttpProbe): Promise<void> {
    let told: boolean | null = null;
    for (let failures = 0; !this.ended; await pause(probe.periodSeconds * 1000)) {
      if (this.lost) {
        // The node's controller has told otherwise meanwhile.
        told = null;
        continue;
      }
      failures = (await this.isAnswered(probe)) ? 0 : failures + 1;
      const ready: boolean = failures === 0 || (told === true && failures < probe.failureThreshold);
      if (ready !== told && !this.ended) await this.report(ready);
      told = ready;
    }
  }

  private async isAnswered({ httpGet, timeoutSeconds }: HttpProbe): Promise<boolean> {
    const port = this.portFor(httpGet.port);
    if (port === null) return false;
    try {
      const signal = AbortSignal.timeout(timeoutSeconds * 1000);
      const { ok, body } = await fetch(`http://127.0.0.1:${port}${httpGet.path}`, { signal });
      await body?.cancel();
      return ok;
    } catch {
      return false;
    }
  }

  private async report(ready: boolean): Promise<void> {
    const status = runningStatus(podSpecOf(this.pod), this.address, ready);
    await this.api.merge(`${this.path}/status`, { status });
  }
}
