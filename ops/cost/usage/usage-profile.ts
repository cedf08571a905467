import { z } from 'zod';

const amount = z.number().nonnegative().describe('a number from 0 up');
const whole = z.int().min(1);

/** A monthly amount: what the platform itself causes, and what each customer adds. */
const volume = z.strictObject({ base: amount, perCustomer: amount });

/**
 * What a month of usage looks like. Amounts are a month's unless their names say otherwise; `perCustomer` is the mean
 * over the customers of all tiers.
 */
export const usageProfileSchema = z.strictObject({
  customers: whole,
  perCustomer: z.strictObject({
    requests: amount,
    tasks: amount,
    /** Data in PostgreSQL. */
    storageGib: amount,
    /** Sent to the internet. */
    egressGib: amount,
    /** Open sockets in the busiest hour. */
    connections: amount,
    /** Resident in Valkey. */
    cacheMib: amount,
    /** Paid to model providers, not to AWS. */
    providerUsd: amount,
  }),
  /** Busiest hour to the mean of the month. */
  peakFactor: z.number().min(1),
  /** What one pod carries while its autoscaler is content. */
  podCarries: z.strictObject({
    requestsPerSecond: z.number().positive(),
    connections: z.number().positive(),
    tasksPerHour: z.number().positive(),
  }),
  database: z.strictObject({
    /** System schemas and the registry. */
    baseGib: amount,
    transactionsPerRequest: amount,
    transactionsPerTask: amount,
    transactionsPerSecondPerVcpu: z.number().positive(),
    /** Part of the data that a day changes: what snapshots and copies grow by. */
    changedShareADay: z.number().min(0).max(1),
  }),
  volumes: z.strictObject({
    /** Through the NAT gateways: images, AWS's interfaces, model providers. */
    natGib: volume,
    /** Between zones, counted once although AWS charges both sides. */
    crossZoneGib: volume,
    /** CloudWatch Logs. Control plane: for each kind of log that is on. */
    controlPlaneLogGib: volume,
    flowLogGib: volume,
    databaseLogGib: volume,
    /** For each function and slow log. */
    otherLogGib: volume,
    /** New in the bucket of logs each month. */
    archivedLogGib: volume,
    auditTrailGib: volume,
    /** Kept at any time. */
    exportsGib: volume,
    accessLogGib: volume,
    /** In each repository. */
    imagesGib: volume,
    /** For each bucket. */
    s3Writes: volume,
    dnsQueries: volume,
    keyRequests: volume,
    /** For each secret. */
    secretReads: volume,
    /** For each function. */
    functionCalls: volume,
    /** GuardDuty looks at them, where it is on. */
    managementEvents: volume,
    auditEvents: volume,
  }),
});

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;
export type UsageProfile = DeepReadonly<z.infer<typeof usageProfileSchema>>;
export type VolumeName = keyof UsageProfile['volumes'];
