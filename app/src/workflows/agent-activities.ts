import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { TaskRejected } from '@platform/tenancy/tasks/task-performance';
import { LimitReached } from '@platform/tenancy/limits/limit-reached';
import type { AgentRunner } from '../agents/agent-runner';
import type { Completion } from '../providers/provider';
import { taskRejected } from './names';

export interface AgentActivities {
  performStep(agentId: string, text: string): Promise<Completion>;
}

/** The workflow's steps, run by workers inside the tenant's context. */
export const agentActivities = (runner: AgentRunner): AgentActivities => ({
  async performStep(agentId, text) {
    try {
      return await runner.step(agentId, text, Context.current().cancellationSignal);
    } catch (error) {
      throw asFailure(error);
    }
  },
});

/** A limit says when to come back; what was rejected stays rejected. */
function asFailure(error: unknown): unknown {
  if (error instanceof TaskRejected) return ApplicationFailure.nonRetryable(error.message, taskRejected);
  if (error instanceof LimitReached) {
    return ApplicationFailure.create({
      message: error.message,
      type: error.limit,
      nextRetryDelay: `${error.retryAfterSeconds} seconds`,
    });
  }
  return error;
}
