import { z } from 'zod';
import { count, reason } from './primitives';

const nodeType = z
  .string()
  .regex(/^[a-z]\d+[a-z]*\.[a-z0-9]+$/)
  .describe('a node type without cache., such as m7g.large');

/** One replication group: a primary and its replicas, cluster mode off. */
export const cacheGroup = z.strictObject({
  nodeType,
  replicas: z.int().min(0).max(5),
  snapshotRetentionDays: count.max(35),
});

export const cache = z.strictObject({
  /** Valkey's major.minor as ElastiCache names it. */
  engineVersion: z
    .string()
    .regex(/^\d+\.\d+$/)
    .describe('an engine version such as 8.0'),
  /** BullMQ, sessions and the Socket.io stream: never evicts. */
  queues: cacheGroup,
  /** Cached values that may vanish: a group of their own, or the reason why they share the queues' group. */
  volatile: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('ownGroup'), group: cacheGroup }),
    z.strictObject({ kind: z.literal('sharesQueues'), reason }),
  ]),
  credentialRotationDays: z.int().min(1).max(1000),
});
