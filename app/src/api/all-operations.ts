import { agentOperations } from '../agents/agent-operations';
import { adminOperations } from '../admin/admin-operations';
import { credentialOperations } from '../credentials/credential-operations';
import { eventOperations } from '../events/event-operations';
import { gdprOperations } from '../gdpr/gdpr-operations';
import { taskOperations } from '../tasks/task-operations';
import { tenantOperations } from '../users/tenant-operations';
import type { ApiServices } from './api-services';
import type { Operation } from './operation';

/** Everything that the API does. */
export const allOperations = (services: ApiServices): Operation[] => [
  ...tenantOperations(services),
  ...agentOperations(services),
  ...taskOperations(services),
  ...eventOperations(services),
  ...credentialOperations(services),
  ...gdprOperations(services),
  ...adminOperations(services),
];
