import type { RunOutcome } from '@platform/tenancy/life/operation-runner';
import { log } from '../telemetry/log';

const levels = { done: 'info', postponed: 'info', lost: 'warn', failed: 'error' } as const;

/** One line for each operation that ended here. */
export function logOutcome(ran: RunOutcome): void {
  const { outcome, operation } = ran;
  const error = ran.outcome === 'done' ? undefined : ran.error;
  const { id, kind, tenantId: tenant, attempts } = operation;
  log[levels[outcome]]({ operation: id, kind, tenant, attempts, outcome, error }, 'operation');
}
