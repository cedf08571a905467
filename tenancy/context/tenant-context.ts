import { z } from 'zod';

/** Price plans. `enterprise` has limits by contract, written in the registry. */
export const tiers = ['free', 'starter', 'growth', 'enterprise'] as const;
export type Tier = (typeof tiers)[number];

/**
 * 3 to 40 lower-case letters, digits and single hyphens, starting with a letter: a valid DNS label. It holds no
 * underscore, so that `tenant_<slug with underscores for hyphens>` is another name for each slug. It is no UUID: tokens
 * and headers name a tenant by id or slug, and a slug that is another tenant's id would be taken for that tenant.
 */
export const slugSchema = z
  .string()
  .min(3)
  .max(40)
  .regex(
    /^(?![0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    'lower-case letters, digits and single hyphens, a letter first, and no UUID',
  );

/** The slug of a tenant that is yet to be made: erased tenants become `erased-…`, which nobody may stand in the way of. */
export const newSlugSchema = slugSchema.regex(/^(?!erased-)/, 'no "erased-" before it');

/** Who a piece of work is done for. It travels with the work through HTTP, sockets, queues and workflows. */
export const tenantContextSchema = z.strictObject({
  id: z.uuid(),
  slug: slugSchema,
  tier: z.enum(tiers),
  /** Where the tenant's data lie, such as `us-east-1`. */
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/),
});

export type TenantContext = Readonly<z.infer<typeof tenantContextSchema>>;
