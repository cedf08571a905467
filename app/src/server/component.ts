import { setTimeout as sleep } from 'node:timers/promises';
import { log } from '../telemetry/log';
import type { DrainableServer } from './drainable-server';
import type { Readiness } from './readiness';

/** A part of a running component, in the order in which they are stopped. */
export interface Part {
  readonly name: string;
  stop(): unknown;
}

export interface RunningComponent {
  readonly name: string;
  readonly port: number;
  readonly server: DrainableServer;
  readonly readiness: Readiness;
  /** Seconds between saying "not ready" and closing the door. */
  readonly drainSeconds: number;
  /** Stopped before the server, such as sockets, which would keep it open. */
  readonly before?: readonly Part[];
  /** Stopped after the last answer: workers first, then the pools that they use. */
  readonly after: readonly Part[];
}

/**
 * Listens, and on the first SIGTERM or SIGINT stops cleanly: not ready, finish what is in flight, stop the parts, exit 0.
 * A part that fails to stop is logged and makes the exit code 1; the others are stopped all the same.
 */
export async function runComponent(component: RunningComponent): Promise<void> {
  const { name, port, server } = component;
  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'draining');
    void shutDown(component).then((clean) => {
      log.info({ name }, 'stopped');
      process.exit(clean ? 0 : 1);
    });
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  await server.listen(port);
  log.info({ port }, 'listening');
}

async function shutDown({
  server,
  readiness,
  drainSeconds,
  before = [],
  after,
}: RunningComponent): Promise<boolean> {
  readiness.startDraining();
  server.startDraining();
  if (drainSeconds > 0) await sleep(drainSeconds * 1000);
  const parts: readonly Part[] = [
    ...before,
    { name: 'server', stop: () => server.close() },
    ...after,
    { name: 'traces', stop: stopTraces },
  ];
  let clean = true;
  for (const part of parts) {
    try {
      await part.stop();
    } catch (error) {
      clean = false;
      log.error({ error, part: part.name }, 'a part did not stop cleanly');
    }
  }
  return clean;
}

/** The exporter is loaded only where traces are sent. */
async function stopTraces(): Promise<void> {
  if (process.env.OTEL_EXPORTER_OTLP_ENDPOINT) await (await import('../telemetry/traces')).stopTraces();
}
