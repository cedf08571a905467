import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { NodeSDK } from '@opentelemetry/sdk-node';

const probes = new Set(['/health', '/ready', '/metrics']);
const flushMilliseconds = 3000;

let sdk: NodeSDK | undefined;

/** Sends spans to OTEL_EXPORTER_OTLP_ENDPOINT. Call it before a component is loaded: it patches node:http. */
export function startTraces(component: string): void {
  sdk = new NodeSDK({
    serviceName: process.env.OTEL_SERVICE_NAME ?? component,
    traceExporter: new OTLPTraceExporter(),
    // Figures go to Prometheus and lines to Loki: the SDK would send both to the collector too.
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: [
      new HttpInstrumentation({
        ignoreIncomingRequestHook: ({ url }) => probes.has(url?.split('?')[0] ?? ''),
      }),
    ],
  });
  sdk.start();
}

/** Sends what is waiting; gives up after three seconds, so that an absent collector holds no pod up. */
export async function stopTraces(): Promise<void> {
  await Promise.race([
    sdk?.shutdown().catch(() => undefined),
    new Promise((resolve) => setTimeout(resolve, flushMilliseconds).unref()),
  ]);
}
