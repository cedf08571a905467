import { z } from 'zod';
import { logRetentionDays, percent, positive, safeguard, usd } from './primitives';

const hostName = z
  .string()
  .regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, 'a host name such as app.example.com');

export const edge = z.strictObject({
  hostedZone: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('create'), name: hostName }),
    z.strictObject({
      kind: z.literal('existing'),
      name: hostName,
      id: z.string().regex(/^Z[A-Z0-9]+$/, 'a hosted zone id such as Z0123456789ABC'),
    }),
    /** The zone of the environment whose replicas this one uses (`state`); its id is read from that environment's hand-over parameters. */
    z.strictObject({ kind: z.literal('handedOver'), name: hostName }),
  ]),
  /** What browsers open; the application's CLIENT_URL and SERVER_URL. */
  appHost: hostName,
});

export const observability = z.strictObject({
  /** Ages in days of a log chunk: to Standard-IA, to instant-read archive, gone. */
  logs: z.strictObject({
    infrequentAccessAfterDays: positive,
    archiveAfterDays: positive,
    expireAfterDays: positive,
  }),
  /** Secrets Manager secret whose value is PagerDuty's integration URL; null: alarms reach the topic alone. */
  pagerDutySecretName: z.string().min(1).nullable(),
  trailRetentionDays: positive,
  functionLogRetentionDays: logRetentionDays,
  guardDuty: safeguard,
  budget: z.strictObject({ monthlyUsd: usd, alertAtPercents: z.array(percent).min(1) }),
  costAnomalyUsd: usd,
});

export const images = z.strictObject({
  /** Untagged images go after this many days. */
  untaggedRetentionDays: positive,
  /** Tagged images kept, newest first. */
  taggedKept: positive.max(1000),
});
