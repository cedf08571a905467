import { z } from 'zod';

/** Price plans. `enterprise` has limits by contract, written in the registry. */
export const tiers = ['free', 'starter', 'growth', 'enterprise'] as const;
export type Tier = (typeof tiers)[number];

/**
 * 3 to 40 lower-case letters, digits and single hyphens, starting with a letter: a valid DNS label. It holds no
 * underscore, so that `tenant_<slug with underscores for hyphens>` is another name for each slug.
 */
export const slugSchema = z
  .string()
  .min(3)
  .max(40)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'lower-case letters, digits and single hyphens, a letter first');

/** Who a piece of work is done for. It travels with the work through HTTP, sockets, queues and workflows. */
export const tenantContextSchema = z.strictObject({
  id: z.uuid(),
  slug: slugSchema,
  tier: z.enum(tiers),
  /** Where the tenant's data lie, such as `us-east-1`. */
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/),
});

export type TenantContext = Readonly<z.infer<typeof tenantContextSchema>>;
