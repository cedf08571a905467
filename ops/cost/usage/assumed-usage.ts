import type { UsageProfile } from './usage-profile';

/**
 * Model providers: a task of an agent reads 20,000 tokens and writes 2,000, at $3 and $15 a million, of the order of
 * large models at the providers of the day: $0.09. The margin's biggest risk, so metered usage replaces it first.
 */
const providerUsdPerTask = (20_000 * 3 + 2_000 * 15) / 1_000_000;

const tasks = 200;

/**
 * What is assumed until usage is metered: nobody has measured any of it. Each figure is a round number of the right
 * order, on the high side; `platform cost --usage FILE` replaces what a file names.
 */
export const assumedUsage: UsageProfile = {
  customers: 100,
  perCustomer: {
    // 3,300 a day: ten people who click and agents that report.
    requests: 100_000,
    tasks,
    // A tenth of what the tier Starter allows.
    storageGib: 1,
    // 20 KiB a request.
    egressGib: 2,
    connections: 3,
    cacheMib: 3,
    providerUsd: tasks * providerUsdPerTask,
  },
  // Office hours of one continent carry most of a day.
  peakFactor: 5,
  podCarries: {
    // A quarter of a vCPU at 70%, 5 ms of CPU a request.
    requestsPerSecond: 35,
    // As the load test asks of two pods.
    connections: 500,
    // Ten at a time, a minute each: they wait for model providers.
    tasksPerHour: 600,
  },
  database: {
    baseGib: 5,
    transactionsPerRequest: 3,
    transactionsPerTask: 60,
    transactionsPerSecondPerVcpu: 400,
    changedShareADay: 0.02,
  },
  volumes: {
    natGib: { base: 30, perCustomer: 0.5 },
    crossZoneGib: { base: 30, perCustomer: 2 },
    controlPlaneLogGib: { base: 4, perCustomer: 0 },
    flowLogGib: { base: 8, perCustomer: 0.05 },
    databaseLogGib: { base: 2, perCustomer: 0.02 },
    otherLogGib: { base: 0.02, perCustomer: 0 },
    archivedLogGib: { base: 15, perCustomer: 0.4 },
    auditTrailGib: { base: 1, perCustomer: 0 },
    exportsGib: { base: 0, perCustomer: 0.5 },
    accessLogGib: { base: 0.2, perCustomer: 0 },
    imagesGib: { base: 8, perCustomer: 0 },
    s3Writes: { base: 50_000, perCustomer: 500 },
    dnsQueries: { base: 500_000, perCustomer: 20_000 },
    keyRequests: { base: 200_000, perCustomer: 2_000 },
    secretReads: { base: 7_000, perCustomer: 0 },
    functionCalls: { base: 5_000, perCustomer: 0 },
    managementEvents: { base: 2_000_000, perCustomer: 10_000 },
    auditEvents: { base: 5_000_000, perCustomer: 0 },
  },
};
