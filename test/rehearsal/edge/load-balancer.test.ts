import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LiveObject, WatchEvent } from '../../../rehearsal/cluster/api-server';
import { until } from '../../../rehearsal/cluster/waiting';
import { LoadBalancer } from '../../../rehearsal/edge/load-balancer';
import { freePort } from '../../../servers/free-port';
import { renderedCharts } from '../../support/synthesized';

const signature = '0d0a0d0a000d0a515549540a';
const pods = ['127.0.0.21', '127.0.0.22'] as const;

/** A pod that tells its address and the header of each connection, and whose health can be changed. */
class Pod {
  isHealthy = true;
  private readonly sockets = new Set<Socket>();
  private constructor(
    private readonly web: Server,
    private readonly health: HttpServer,
  ) {}

  static async start(address: string, port: number, healthPort: number): Promise<Pod> {
    const web = createServer((socket) => {
      pod.sockets.add(socket);
      socket.once('data', (bytes) => socket.write(`${address} ${bytes.toString('hex')}\n`));
      socket.on('error', () => {});
    });
    const health = createHttpServer((_, response) => response.writeHead(pod.isHealthy ? 200 : 503).end());
    // A parser of HTTP refuses the header, whose first lines are empty on purpose.
    health.on('clientError', (_, socket) => socket.end(`HTTP/1.1 ${pod.isHealthy ? 200 : 503} .\r\n\r\n`));
    const pod: Pod = new Pod(web, health);
    await Promise.all([
      new Promise<void>((resolve) => web.listen(port, address, resolve)),
      new Promise<void>((resolve) => health.listen(healthPort, address, resolve)),
    ]);
    return pod;
  }

  stop(): void {
    for (const socket of this.sockets) socket.destroy();
    this.web.close();
    this.health.closeAllConnections();
    this.health.close();
  }
}

const rendered = renderedCharts('rehearsal')
  .find(({ name }) => name === 'ingress')!
  .objects.find(({ kind }) => kind === 'Service') as unknown as LiveObject;

/** The rendered Service with ports and seconds of a test, and other attributes of the target group. */
function service(ports: { listener: number; pod: number; health: number }, attributes = ''): LiveObject {
  const prefix = 'service.beta.kubernetes.io/aws-load-balancer-';
  const { metadata } = rendered;
  return {
    ...rendered,
    metadata: {
      ...metadata,
      annotations: {
        ...metadata.annotations,
        [`${prefix}healthcheck-port`]: `${ports.health}`,
        [`${prefix}healthcheck-interval`]: '0.05',
        ...(attributes && { [`${prefix}target-group-attributes`]: attributes }),
      },
    },
    spec: { ports: [{ port: ports.listener, targetPort: ports.pod }] },
  };
}

describe('a load balancer', () => {
  let running: Pod[];
  let ports: { listener: number; pod: number; health: number };
  let tell: (addresses: readonly string[]) => void;
  let balancer: LoadBalancer;

  const start = async (attributes?: string): Promise<void> => {
    const api = {
      watch: (_: string, onEvent: (event: WatchEvent) => void) => {
        tell = (addresses) => {
          const endpoints = addresses.map((address) => ({
            addresses: [address],
            conditions: { ready: true },
          }));
          const metadata = { name: 'slice', uid: '1' };
          onEvent({ type: 'MODIFIED', object: { metadata, endpoints } });
        };
        return { stop: () => {} };
      },
    };
    balancer = await LoadBalancer.start(
      api,
      service(ports, attributes),
      { address: '127.0.0.20' },
      {
        registrationSeconds: 0,
        deregistrationSeconds: 0.1,
      },
    );
    tell(pods);
    await until('targets', async () => balancer.healthy === 2, { seconds: 5, everyMilliseconds: 10 });
  };

  beforeEach(async () => {
    const [listener, pod, health] = [await freePort(), await freePort(), await freePort()];
    ports = { listener, pod, health };
    running = await Promise.all(pods.map((address) => Pod.start(address, pod, health)));
  });

  afterEach(async () => {
    await balancer.stop();
    for (const pod of running) pod.stop();
  });

  /** What the pod that got a connection says; null when it was refused. */
  const ask = (keep?: Socket[]): Promise<{ pod: string; bytes: string } | null> =>
    new Promise((resolve) => {
      const socket = connect({ host: '127.0.0.20', port: ports.listener, localAddress: '127.0.0.9' });
      keep?.push(socket);
      socket.once('connect', () => socket.write('hello'));
      socket.once('error', () => resolve(null));
      socket.once('close', () => resolve(null));
      socket.once('data', (text) => {
        const [pod = '', bytes = ''] = text.toString().trim().split(' ');
        resolve({ pod, bytes });
        if (!keep) socket.destroy();
      });
    });

  const podsThatAnswer = async (): Promise<string[]> => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => ask()));
    return [...new Set(answers.map((answer) => answer?.pod ?? 'nobody'))].sort();
  };

  test('begins each connection with the address of its client', async () => {
    await start();
    const { bytes } = (await ask())!;
    expect(bytes.startsWith(`${signature}2111000c7f0000097f000014`)).toBe(true);
  });

  test('passes the bytes alone without proxy protocol', async () => {
    await start('preserve_client_ip.enabled=false');
    expect((await ask())!.bytes).toBe(Buffer.from('hello').toString('hex'));
  });

  test('spreads connections over the pods', async () => {
    await start();
    expect(await podsThatAnswer()).toEqual([...pods]);
  });

  test('leaves a pod out whose checks fail, and ends its connections', async () => {
    await start();
    const kept: Socket[] = [];
    const owners = await Promise.all(Array.from({ length: 20 }, () => ask(kept)));
    const ended = kept.map(
      (socket) => new Promise<boolean>((resolve) => socket.once('close', () => resolve(true))),
    );
    running[0]!.isHealthy = false;
    await until('one is left', async () => balancer.inService.length === 1, { seconds: 5 });
    expect(await podsThatAnswer()).toEqual([pods[1]]);
    const still = sleep(200, false);
    const isEnded = await Promise.all(ended.map((one) => Promise.race([one, still])));
    expect(isEnded).toEqual(owners.map((owner) => owner!.pod === pods[0]));
    for (const socket of kept) socket.destroy();
  });

  test('sends to all when no pod is healthy', async () => {
    await start();
    for (const pod of running) pod.isHealthy = false;
    await until('none is healthy', async () => balancer.healthy === 0, { seconds: 5 });
    expect(balancer.inService).toEqual([...pods]);
  });

  test('a pod that is no endpoint any more gets connections until the balancer knows, and keeps them', async () => {
    await start();
    const kept: Socket[] = [];
    await Promise.all(Array.from({ length: 20 }, () => ask(kept)));
    tell([pods[1]]);
    expect(balancer.inService).toEqual([...pods]);
    await sleep(200);
    expect(await podsThatAnswer()).toEqual([pods[1]]);
    expect(kept.filter(({ destroyed }) => destroyed)).toEqual([]);
    for (const socket of kept) socket.destroy();
  });

  test('a pod that is an endpoint again in time stays', async () => {
    await start();
    tell([pods[1]]);
    tell(pods);
    await sleep(200);
    expect(balancer.inService).toEqual([...pods]);
  });
});
