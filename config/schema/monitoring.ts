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

const httpsUrl = z.url({ protocol: /^https$/ }).describe('an address such as https://example.com/path');

const groupName = z
  .string()
  .regex(/^[\w.:@/ -]+$/)
  .describe('the name of a group, such as platform-operators');

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
  /** One pod. Dashboards come from the charts, so it keeps nothing but who is signed in. */
  grafana: z.strictObject({
    ...size,
    /** Where the repository's files can be read, such as https://github.com/owner/platform/blob/main; null: panels name their runbooks and do not link them. */
    sourceUrl: httpsUrl.nullable(),
    /** Operators sign in by OpenID Connect and by nothing else. The client's secret is in Secrets Manager. */
    signIn: z.strictObject({
      clientId: z.string().min(1),
      authorizationUrl: httpsUrl,
      tokenUrl: httpsUrl,
      userInfoUrl: httpsUrl,
      /** Claim with the names of a user's groups. */
      groupsClaim: z
        .string()
        .regex(/^[A-Za-z_]\w*$/)
        .describe('the name of a claim such as groups'),
      /** May change what Grafana keeps until it restarts. */
      administratorGroup: groupName,
      /** May look. Whoever is in neither group is refused. */
      viewerGroup: groupName,
    }),
  }),
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
