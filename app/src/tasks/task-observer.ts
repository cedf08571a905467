import type { TaskEvent } from '@platform/tenancy/tasks/task-performance';
import type { TenantMeter } from '@platform/tenancy/usage/usage-meter';
import { log } from '../telemetry/log';
import { outageLog } from '../telemetry/outage-log';
import { taskDuration, tasksFinished, tenantLabel } from '../telemetry/metrics';

const away = outageLog('tasks wait for the queue or the database');

/** Turns what became of attempts into log lines, figures, usage and events. */
export const observeTasks =
  (meter: TenantMeter, announce: () => void) =>
  (event: TaskEvent): void => {
    const { type, kind } = event;
    if (type === 'error') {
      away(event.error);
      return;
    }
    if (type === 'refused') {
      log.error({ kind, job: event.jobId, error: event.error }, 'a job was refused');
      return;
    }
    const { taskId, seconds, error } = event;
    log[type === 'failed' ? 'warn' : 'info']({ kind, task: taskId, outcome: type, seconds, error }, 'task');
    taskDuration.observe({ kind, outcome: type }, seconds);
    if (type === 'done' || type === 'failed') {
      tasksFinished.inc({ kind, outcome: type, tenant: tenantLabel() });
      meter.count('tasks', 1);
    }
    announce();
  };
