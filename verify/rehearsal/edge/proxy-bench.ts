import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import type { LiveObject, WatchEvent } from '../../../rehearsal/cluster/api-server';
import { Authority } from '../../../rehearsal/cluster/certificates';
import { RunFolder } from '../../../rehearsal/cluster/run-folder';
import { until } from '../../../rehearsal/cluster/waiting';
import type { Entrance } from '../../../rehearsal/edge/entrance';
import { LoadBalancer } from '../../../rehearsal/edge/load-balancer';
import { freePort } from '../../../servers/free-port';
import { startApplicationStandIn } from './application-stand-in';
import { environment, type Json, type RenderedEdge } from './rendered-edge';

/** On this machine's loopback: no other address can be had without rights. */
const addresses = { balancer: '127.0.0.20', proxy: '127.0.0.30', nobody: '127.0.0.31' } as const;

/** A proxy behind a load balancer, both as they are rendered, before an application that is none. */
export interface ProxyBench {
  readonly entrance: Entrance;
  readonly stop: () => Promise<void>;
}

/**
 * Starts Traefik as a program with a rendered configuration. Other than in a cluster: routes come from a file that says
 * what the Ingress says, one of two pods of the application is gone, and the load balancer is on the loopback.
 */
export async function startProxyBench(traefik: string, edge: RenderedEdge): Promise<ProxyBench> {
  const run = RunFolder.create();
  const { metricsPath } = environment.application;
  const application = await startApplicationStandIn(metricsPath ?? '/metrics');
  try {
    const { host, authority, pair } = certificateFor(run);
    const dynamic = run.file('dynamic');
    mkdirSync(dynamic);
    const routes = routesOf(edge.ingress, [
      `http://127.0.0.1:${application.port}`,
      `http://${addresses.nobody}:${application.port}`,
    ]);
    const certificates = [{ certFile: pair.certificate, keyFile: pair.key }];
    writeFileSync(`${dynamic}/rendered.yaml`, stringify(edge.dynamic));
    writeFileSync(`${dynamic}/routes.yaml`, stringify({ http: routes, tls: { certificates } }));
    const configuration = run.file('traefik.yaml');
    writeFileSync(configuration, stringify(onLoopback(edge.fixed, dynamic)));
    const process = run.start('traefik', traefik, [`--configFile=${configuration}`]);
    const ports = { http: await freePort(), https: await freePort() };
    const balancer = await LoadBalancer.start(
      oneProxy,
      serviceOn(edge.service, ports),
      { address: addresses.balancer },
      {
        registrationSeconds: 0,
        deregistrationSeconds: 0,
      },
    );
    const stop = async (): Promise<void> => {
      await balancer.stop();
      application.server.closeAllConnections();
      application.server.close();
      run.remove();
    };
    try {
      await until('Traefik', async () => balancer.healthy === 1, { seconds: 20, processes: [process] });
    } catch (error) {
      await stop();
      throw error;
    }
    return { entrance: { host, address: addresses.balancer, ports, authorities: authority }, stop };
  } catch (error) {
    application.server.close();
    run.remove();
    throw error;
  }
}

function certificateFor(run: RunFolder) {
  const folder = run.file('certificates');
  mkdirSync(folder);
  const authority = Authority.create(folder);
  const host = environment.edge.appHost;
  const pair = authority.sign('host', `/CN=${host}`, [`DNS:${host}`]);
  return { host, pair, authority: readFileSync(authority.pair.certificate, 'utf8') };
}

/** Tells of one ready pod, and of nothing more. */
const oneProxy = {
  watch: (_: string, onEvent: (event: WatchEvent) => void) => {
    const endpoints = [{ addresses: [addresses.proxy], conditions: { ready: true } }];
    const object = { metadata: { name: 'proxy', uid: 'proxy' }, endpoints } as LiveObject;
    setImmediate(() => onEvent({ type: 'ADDED', object }));
    return { stop: () => {} };
  },
};

/** Checks of health come every second: nobody wants to wait here. */
function serviceOn(service: Json, ports: { readonly http: number; readonly https: number }): LiveObject {
  const interval = 'service.beta.kubernetes.io/aws-load-balancer-healthcheck-interval';
  const { annotations } = service.metadata;
  return {
    ...service,
    metadata: { ...service.metadata, annotations: { ...annotations, [interval]: '1' } },
    spec: {
      ports: service.spec.ports.map((port: Json) => ({
        ...port,
        port: ports[port.name as 'http' | 'https'],
      })),
    },
  };
}

/** The same entry points on the loopback, believing the load balancer where they believe the public subnets. */
function onLoopback(fixed: Json, dynamicFolder: string): Json {
  const blocks: readonly string[] = environment.network.zones.map(({ publicCidr }) => publicCidr);
  const entryPoints = Object.entries<Json>(fixed.entryPoints).map(([name, entryPoint]) => {
    const trusted: readonly string[] = entryPoint.proxyProtocol?.trustedIPs ?? [];
    const trustedIPs = trusted.map((block) => (blocks.includes(block) ? `${addresses.balancer}/32` : block));
    return [
      name,
      {
        ...entryPoint,
        address: `${addresses.proxy}${entryPoint.address}`,
        ...(entryPoint.proxyProtocol && { proxyProtocol: { ...entryPoint.proxyProtocol, trustedIPs } }),
      },
    ];
  });
  return {
    ...fixed,
    entryPoints: Object.fromEntries(entryPoints),
    providers: { file: { directory: dynamicFolder, watch: false } },
  };
}

/** What Traefik makes of an Ingress whose paths are prefixes. */
function routesOf({ spec }: Json, servers: readonly string[]): Json {
  const routers = spec.rules.flatMap(({ host, http }: Json) =>
    http.paths.map(({ path }: Json, index: number) => [
      `route-${index}`,
      {
        rule: `Host(\`${host}\`) && PathPrefix(\`${path}\`)`,
        entryPoints: ['websecure'],
        service: 'application',
      },
    ]),
  );
  return {
    routers: Object.fromEntries(routers),
    services: { application: { loadBalancer: { servers: servers.map((url) => ({ url })) } } },
  };
}
