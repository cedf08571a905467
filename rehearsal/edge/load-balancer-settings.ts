import type { LiveObject } from '../cluster/api-server';

/** What a Service asks of its load balancer. */
export interface LoadBalancerSettings {
  readonly listeners: readonly {
    readonly port: number;
    readonly targetPort: number;
  }[];
  /** Whether each connection to a pod begins with its client's address. */
  readonly proxyProtocol: boolean;
  /** How long a deregistered pod keeps the connections that it has before the balancer forgets it. */
  readonly deregistrationSeconds: number;
  readonly health: {
    readonly port: number;
    readonly path: string;
    readonly intervalSeconds: number;
    readonly timeoutSeconds: number;
    readonly healthyThreshold: number;
    readonly unhealthyThreshold: number;
  };
}

const prefix = 'service.beta.kubernetes.io/aws-load-balancer-';

/**
 * Reads a Service's annotations as EKS Auto Mode does, with AWS's defaults for what is not set. Client addresses that are
 * kept on the packets, nodes as targets and checks over TCP are not played here.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html
 * @throws Error for a Service that asks for something else.
 */
export function loadBalancerSettings({
  metadata,
  spec,
}: Pick<LiveObject, 'metadata'> & { readonly spec?: unknown }): LoadBalancerSettings {
  const annotations = metadata.annotations ?? {};
  const value = (name: string): string | undefined => annotations[`${prefix}${name}`];
  const attributes = Object.fromEntries(
    (value('target-group-attributes') ?? '').split(',').map((pair) => pair.split('=')),
  ) as Readonly<Record<string, string | undefined>>;
  expectValue(value('nlb-target-type'), 'ip');
  expectValue(attributes['preserve_client_ip.enabled'], 'false');
  expectValue(value('healthcheck-protocol'), 'HTTP');
  const { ports } = spec as {
    readonly ports: readonly { readonly port: number; readonly targetPort: number }[];
  };
  return {
    listeners: ports.map(({ port, targetPort }) => ({ port, targetPort })),
    proxyProtocol: attributes['proxy_protocol_v2.enabled'] === 'true',
    deregistrationSeconds: Number(attributes['deregistration_delay.timeout_seconds'] ?? 300),
    health: {
      port: Number(value('healthcheck-port')),
      path: value('healthcheck-path') ?? '/',
      intervalSeconds: Number(value('healthcheck-interval') ?? 30),
      timeoutSeconds: Number(value('healthcheck-timeout') ?? 6),
      healthyThreshold: Number(value('healthcheck-healthy-threshold') ?? 5),
      unhealthyThreshold: Number(value('healthcheck-unhealthy-threshold') ?? 2),
    },
  };
}

function expectValue(got: string | undefined, wanted: string): void {
  if (got !== wanted) throw new Error(`The load balancer's stand-in plays ${wanted}, not ${got}.`);
}
