import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** An IPv4 block in CIDR notation whose host bits are zero, such as `10.0.0.0/16`. */
export const cidr = z
  .string()
  .refine((text) => {
    try {
      return text === `${ipaddr.IPv4.networkAddressFromCIDR(text).toString()}/${Number(text.split('/')[1])}`;
    } catch {
      return false;
    }
  })
  .describe('an IPv4 block with its host bits zero, such as 10.0.0.0/16');

/** Why a protection is off or a recommendation is not followed: long enough that a reviewer can refute it. */
export const reason = z.string().trim().min(20).describe('a reason of at least 20 characters');

/** Switching a protection off costs a reason that a reviewer can refute (design decision 14). */
export const safeguard = z.discriminatedUnion('enabled', [
  z.strictObject({ enabled: z.literal(true) }),
  z.strictObject({
    enabled: z.literal(false),
    reason,
  }),
]);
export type Safeguard = z.infer<typeof safeguard>;

/** The periods CloudWatch Logs accepts. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const logRetentionDays = z.literal([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]);

export const architecture = z.enum(['arm64', 'amd64']);
export type Architecture = z.infer<typeof architecture>;

/** An environment variable's name. */
export const variableName = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]*$/)
  .describe('an upper-case variable name such as LOG_LEVEL');

/** The end of a secret's name in Secrets Manager, without slashes at its ends. */
export const secretName = z
  .string()
  .max(256)
  .regex(/^[\w+=.@-]+(\/[\w+=.@-]+)*$/)
  .describe('the name of a secret, such as billing/stripe');

/** A path of an HTTP request. */
export const httpPath = z
  .string()
  .regex(/^\/[^\s?#]*$/)
  .describe('a path such as /health');

/** How long a bucket or a vault can hold something: 100 years. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html */
export const storageDays = z.int().min(1).max(36_500);

export const count = z.int().min(0);
export const positive = z.int().min(1);
export const percent = z.int().min(1).max(100);
export const usd = z.number().positive();
