import { z } from 'zod';
import { architecture, cidr, logRetentionDays, positive, safeguard } from './primitives';

/** A Karpenter node pool of EKS Auto Mode. */
export const pool = z.strictObject({
  architecture,
  capacity: z.enum(['on-demand', 'spot']),
  instanceFamilies: z
    .array(
      z
        .string()
        .regex(/^[a-z]+\d+[a-z]*(-flex)?$/)
        .describe('an instance family such as m7g'),
    )
    .min(1),
  instanceSizes: z.array(z.enum(['medium', 'large', 'xlarge', '2xlarge'])).min(1),
  /** The pool buys no node beyond these. */
  vcpuLimit: positive,
  memoryGibLimit: positive,
  /** A node is drained and replaced at this age; Auto Mode allows 21 days at most. */
  nodeExpiryDays: positive.max(21),
});

export const cluster = z.strictObject({
  kubernetesVersion: z
    .string()
    .regex(/^1\.\d+$/)
    .describe('a minor version such as 1.36'),
  /** Who reaches the public endpoint; empty: the endpoint is private. */
  endpointAccessCidrs: z.array(cidr).max(40),
  controlPlaneLogs: z
    .array(z.enum(['api', 'audit', 'authenticator', 'controllerManager', 'scheduler']))
    .min(1),
  controlPlaneLogRetentionDays: logRetentionDays,
  deletionProtection: safeguard,
  pools: z.strictObject({ general: pool, workers: pool }),
});
export type PoolName = keyof z.infer<typeof cluster>['pools'];
