import { components, environmentFaults, isComponent } from './environment';
import { settingsOf } from './settings';
import { log } from './telemetry/log';

/** Exit code for input that a person can mend. */
const inputFault = 2;

/** Each is loaded when it is asked for: an API pod has no use for Temporal's native worker. */
const starts = {
  api: async () => (await import('./components/api')).startApi,
  realtime: async () => (await import('./components/realtime')).startRealtime,
  worker: async () => (await import('./components/worker')).startWorker,
  lifecycle: async () => (await import('./components/lifecycle')).startLifecycle,
  migrate: async () => (await import('./components/migrate')).migrate,
  demo: async () => (await import('./components/demo')).fillDemo,
} as const;

async function main(argument: string | undefined): Promise<void> {
  if (!isComponent(argument)) {
    log.error({ got: argument ?? null, allowed: components }, 'unknown argument');
    process.exitCode = inputFault;
    return;
  }
  const faults = environmentFaults(argument, process.env);
  if (faults.length > 0) {
    log.error({ component: argument, faults }, 'the environment breaks the contract');
    process.exitCode = inputFault;
    return;
  }
  if (process.env.OTEL_EXPORTER_OTLP_ENDPOINT) (await import('./telemetry/traces')).startTraces(argument);
  const start = await starts[argument]();
  await start(settingsOf(process.env));
}

function crash(error: unknown): void {
  log.fatal({ error }, 'crashed');
  process.exit(1);
}

// Node would write the error as it is, and it may hold a secret.
process.on('uncaughtException', crash);
main(process.argv[2]).catch(crash);
