import { z } from 'zod';
import { positive, storageDays } from './primitives';

const size = {
  cpuRequestMillicores: positive.max(64_000),
  memoryRequestMib: positive.max(1_048_576),
  memoryLimitMib: positive.max(1_048_576),
};

const volume = {
  /** Of each pod's own volume. It can grow later, and a volume never shrinks. */
  storageGib: positive.max(16_384),
};

/** Metrics, alerts, dashboards and logs, in the cluster. All of it runs on the pool `general`. */
export const monitoring = z.strictObject({
  /** Two watch the same and both raise alerts, so that either may be away. */
  prometheus: z.strictObject({
    replicas: positive.max(2),
    ...size,
    ...volume,
    /** Older samples go; earlier, where the volume is full before. */
    retentionDays: storageDays,
    /** Where samples are also sent, by Prometheus's remote-write protocol; null: nowhere. */
    remoteWriteUrl: z
      .url({ protocol: /^https$/ })
      .describe('an address such as https://metrics.example.com/api/v1/write')
      .nullable(),
  }),
  /** They agree among themselves who tells about an alert. */
  alertmanager: z.strictObject({ replicas: positive.max(3), ...size, ...volume }),
  /** Dashboards come from the charts, so it keeps nothing. */
  grafana: z.strictObject({ replicas: positive.max(3), ...size }),
  /** Logs themselves are in S3; `observability.logs` says for how long. One: its parts find one another in memory. */
  loki: z.strictObject({
    replicas: positive.max(1),
    ...size,
    ...volume,
    /** How far a question goes back that does not say. */
    lookBackDays: storageDays,
  }),
  /** Reads what pods write; its volume holds how far it is. One, because two would read everything twice. */
  logAgent: z.strictObject({ replicas: positive.max(1), ...size, ...volume }),
  exporters: z.strictObject({
    postgres: z.strictObject(size),
    redis: z.strictObject(size),
    blackbox: z.strictObject(size),
  }),
});
