import { proxyActivities } from '@temporalio/workflow';
import { planSteps } from '../agents/agent-prompts';
import { resultOf } from '../agents/agent-result';
import type { Completion } from '../providers/provider';
import type { AgentTask, AgentTaskResult } from '../tasks/task-model';
import type { AgentActivities } from './agent-activities';
import { taskRejected } from './names';

const { performStep } = proxyActivities<AgentActivities>({
  startToCloseTimeout: '2 minutes',
  // A tenant whose budget is spent or whose provider is busy waits here, not in a worker.
  retry: {
    initialInterval: '2 seconds',
    maximumInterval: '10 minutes',
    nonRetryableErrorTypes: [taskRejected],
  },
});

/**
 * A task whose steps are activities: each is repeated until it succeeds, and none that has succeeded is done again, also
 * when every worker died in between. Code in here is replayed: no clock, no random numbers, nothing of Node's.
 */
export async function agentTask({ agentId, text }: AgentTask): Promise<AgentTaskResult> {
  const answers: Completion[] = [];
  for (const step of planSteps(text)) {
    answers.push(await performStep(agentId, step));
  }
  return resultOf(answers);
}
