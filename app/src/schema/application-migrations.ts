import type { Migration } from '@platform/tenancy/database/migration';
import { tenancyMigrations } from '@platform/tenancy/schema/tenant-migrations';
import { agentMigrations } from '../agents/agent-schema';
import { eventMigrations } from '../events/event-schema';
import { userMigrations } from '../users/user-schema';

/** All of a tenant's schema: the library's, then the application's own. */
export const tenantMigrations: readonly Migration[] = [
  ...tenancyMigrations,
  ...userMigrations,
  ...agentMigrations,
  ...eventMigrations,
];
