import { z } from 'zod';
import {
  logRetentionDays,
  percent,
  positive,
  reason,
  safeguard,
  secretName,
  storageDays,
  usd,
} from './primitives';

const hostName = z
  .string()
  .regex(/^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/)
  .describe('a host name such as app.example.com');

export const edge = z.strictObject({
  hostedZone: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('create'), name: hostName }),
    z.strictObject({
      kind: z.literal('existing'),
      name: hostName,
      id: z
        .string()
        .regex(/^Z[A-Z0-9]{1,31}$/)
        .describe('a hosted zone id such as Z0123456789ABC'),
    }),
    /** The zone of the environment whose replicas this one uses (`state`); its id is read from that environment's hand-over parameters. */
    z.strictObject({ kind: z.literal('handedOver'), name: hostName }),
  ]),
  /** What browsers open; the application's CLIENT_URL and SERVER_URL. */
  appHost: hostName,
  /**
   * Let's Encrypt's directory that issues the hosts' certificates. Browsers trust no `staging` certificate, and no
   * failed try there counts against the five an hour of `production`. https://letsencrypt.org/docs/rate-limits/
   */
  certificates: z.enum(['staging', 'production']),
});

const timeZone = z
  .string()
  .refine((name) => Intl.supportedValuesOf('timeZone').includes(name) || name === 'UTC')
  .describe('a time zone of IANA’s such as America/New_York');

const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .describe('a time of day such as 09:00');

export const observability = z.strictObject({
  /** Ages in days of a log chunk: to Standard-IA, to instant-read archive, gone. */
  logs: z.strictObject({
    infrequentAccessAfterDays: storageDays,
    archiveAfterDays: storageDays,
    expireAfterDays: storageDays,
  }),
  /** Secrets Manager secret whose value is PagerDuty's integration URL; null: alarms reach the topic alone. */
  pagerDutySecretName: secretName.nullable(),
  paging: z.strictObject({
    /** Secrets Manager secret whose value is the integration key of PagerDuty’s Events API v2; null: no page leaves the cluster. */
    routingKeySecretName: secretName.nullable(),
    /** Monday to Friday, when warnings are told; a critical alert is told at any hour. */
    workingHours: z.strictObject({ timeZone, from: clockTime, to: clockTime }),
  }),
  /** Alerts of the cluster that this environment does without, by name. */
  alertsOff: z.record(z.string(), z.strictObject({ enabled: z.literal(false), reason })),
  trailRetentionDays: storageDays,
  functionLogRetentionDays: logRetentionDays,
  guardDuty: safeguard,
  budget: z.strictObject({
    monthlyUsd: usd,
    /** AWS Budgets sends five notifications at most; the fifth is the forecast's. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-budgets-budget.html */
    alertAtPercents: z.array(percent).min(1).max(4),
  }),
  costAnomalyUsd: usd,
});

export const images = z.strictObject({
  /** Untagged images go after this many days. */
  untaggedRetentionDays: storageDays,
  /** Tagged images kept, newest first. */
  taggedKept: positive.max(1000),
});

/** Limits of what a month may cost by `platform cost`, at list price without model providers; a build above them fails. */
export const cost = z.strictObject({
  /** Customers of the typical month, as long as nothing is metered. */
  assumedCustomers: positive.max(100_000),
  /** Nobody there, every autoscaler at its minimum. */
  floorMonthlyUsdMax: z.number().min(0),
  /** Autoscalers, pools and volumes at their maximum, twice the usage. */
  ceilingMonthlyUsdMax: z.number().min(0),
});
