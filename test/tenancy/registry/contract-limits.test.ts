import { provisionInputSchema } from '../../../tenancy/life/provision';

const input = { slug: 'acme', name: 'Acme', region: 'us-east-1' };
const contractLimits = { requestsPerMinute: 9_000, agents: 500, tasks: 900, storageGib: 250 };

describe('limits by contract', () => {
  it.each(['free', 'starter', 'growth'] as const)('may be left out for %s', (tier) => {
    expect(provisionInputSchema.safeParse({ ...input, tier }).success).toBe(true);
  });

  it('may be set in part for a tier that has limits', () => {
    const parsed = provisionInputSchema.safeParse({ ...input, tier: 'free', contractLimits: { agents: 9 } });
    expect(parsed.success).toBe(true);
  });

  it('are needed for enterprise', () => {
    const parsed = provisionInputSchema.safeParse({ ...input, tier: 'enterprise' });
    expect(parsed.error?.message).toContain(
      'needs contractLimits with requestsPerMinute, agents, tasks, storageGib',
    );
  });

  it.each(Object.keys(contractLimits))('must name %s for enterprise', (name) => {
    const some = Object.fromEntries(Object.entries(contractLimits).filter(([key]) => key !== name));
    const parsed = provisionInputSchema.safeParse({ ...input, tier: 'enterprise', contractLimits: some });
    expect(parsed.success).toBe(false);
  });

  it('make enterprise complete', () => {
    expect(provisionInputSchema.safeParse({ ...input, tier: 'enterprise', contractLimits }).success).toBe(
      true,
    );
  });
});
