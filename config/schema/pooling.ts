import { z } from 'zod';
import { count, positive } from './primitives';

/** PgBouncer, through which the application's requests reach the database. */
export const pooling = z.strictObject({
  /** At least two: the application has no other way to its database, and a drain takes one away. */
  replicas: z.int().min(2).max(20),
  /** Clients that one pod takes. All clients of the environment must fit into one pod, which may be the last one. */
  maxClients: z.int().min(20).max(10_000),
  /** Connections to PostgreSQL for each database and user. */
  poolSize: positive.max(1000),
  /** Further ones, for clients that have waited for five seconds. */
  reservePoolSize: count.max(1000),
  /** Between leaving the endpoints and SIGTERM. */
  drainSeconds: z.int().min(5).max(300),
  /** Between SIGTERM and SIGKILL: clients renew their connections meanwhile. */
  shutdownSeconds: z.int().min(1).max(600),
  cpuRequestMillicores: positive.max(64_000),
  memoryRequestMib: positive.max(1_048_576),
  memoryLimitMib: positive.max(1_048_576),
});
