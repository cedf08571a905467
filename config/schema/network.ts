import { z } from 'zod';
import { cidr, logRetentionDays } from './primitives';

/** One availability zone and its three subnets. Spelled out, so that synthesis asks no account. */
export const zone = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z]{2}-[a-z]+-\d[a-f]$/)
    .describe('a zone name such as us-east-1a'),
  publicCidr: cidr,
  privateCidr: cidr,
  dataCidr: cidr,
});

export const network = z.strictObject({
  vpcCidr: cidr,
  zones: z.array(zone).min(2).max(3),
  natGateways: z.enum(['onePerZone', 'one']),
  flowLogRetentionDays: logRetentionDays,
});
