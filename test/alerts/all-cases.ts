import type { AlertCase } from './alert-case';
import { apiCases } from './cases/api';
import { autoscalingCases } from './cases/autoscaling';
import { ingressCases } from './cases/ingress';
import { logCases } from './cases/logs';
import { monitoringCases } from './cases/monitoring';
import { nodeCases } from './cases/nodes';
import { podCases } from './cases/pods';
import { poolingCases } from './cases/pooling';
import { storeCases } from './cases/stores';
import { taskCases } from './cases/tasks';
import { temporalCases } from './cases/temporal';
import { tenantCases } from './cases/tenants';

/** One for each alert but the heartbeat, which is never silent. */
export const alertCases: readonly AlertCase[] = [
  ...apiCases,
  ...taskCases,
  ...tenantCases,
  ...ingressCases,
  ...podCases,
  ...nodeCases,
  ...poolingCases,
  ...storeCases,
  ...temporalCases,
  ...autoscalingCases,
  ...logCases,
  ...monitoringCases,
];
