import type { ApiServer, LiveObject } from '../cluster/api-server';
import { LoadBalancer } from './load-balancer';

const balancerClass = 'eks.amazonaws.com/nlb';

/** What Auto Mode does for Services of its class, with room for one: the quotas allow no second. */
export class LoadBalancerController {
  private balancer: Promise<LoadBalancer> | undefined;
  private generation: string | undefined;
  private readonly watch: { readonly stop: () => void };

  private constructor(
    private readonly api: ApiServer,
    private readonly address: string,
    private readonly publicAddress: string,
  ) {
    this.watch = api.watch('/api/v1/services', ({ type, object }) => {
      if (type === 'ADDED' || type === 'MODIFIED') this.follow(object);
    });
  }

  /** Waits for a Service and balances its load at two addresses of this machine: in the VPC, and on the internet. */
  static start(api: ApiServer, address: string, publicAddress: string): LoadBalancerController {
    return new LoadBalancerController(api, address, publicAddress);
  }

  /** Null while no Service asks for one. */
  async current(): Promise<LoadBalancer | null> {
    return (await this.balancer) ?? null;
  }

  async stop(): Promise<void> {
    this.watch.stop();
    await (await this.current())?.stop();
  }

  private follow(service: LiveObject): void {
    const { loadBalancerClass, ports } = service.spec as { loadBalancerClass?: string; ports: unknown };
    if (loadBalancerClass !== balancerClass) return;
    const generation = JSON.stringify([service.metadata.annotations, ports]);
    if (generation === this.generation) return;
    this.generation = generation;
    const before = this.balancer;
    this.balancer = (async () => {
      await (await before)?.stop();
      return LoadBalancer.start(this.api, service, {
        address: this.address,
        publicAddress: this.publicAddress,
      });
    })();
    // Whoever asks for it hears of it.
    this.balancer.catch(() => {});
  }
}
