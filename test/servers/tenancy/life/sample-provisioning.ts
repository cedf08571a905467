import type { ProvisioningOptions } from '../../../../tenancy/life/provision';

/** An application's part of provisioning. Its first rows would be there twice if they were committed twice. */
export const sampleProvisioning: ProvisioningOptions = {
  migrations: [
    {
      id: 'people-1-users',
      phase: 'expand',
      sql: 'CREATE TABLE users (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL)',
    },
    { id: 'people-2-index', phase: 'expand', sql: 'CREATE INDEX users_by_email ON users (email)' },
  ],
  seed: async (transaction, { admin }) => {
    if (!admin) return;
    await transaction.query({ text: 'INSERT INTO users (email) VALUES ($1)', values: [admin.email] });
  },
  ensureNamespace: async () => undefined,
};

export const sampleTenant = (slug: string) => ({
  slug,
  name: 'Acme',
  tier: 'starter' as const,
  region: 'us-east-1',
  admin: { email: 'ada@acme.example', name: 'Ada' },
});
