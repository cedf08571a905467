import { proxyActivities } from '@temporalio/workflow';
import { planSteps } from '../agents/agent-prompts';
import { resultOf } from '../agents/agent-result';
import type { Completion } from '../providers/provider';
import type { AgentTask, AgentTaskResult } from '../tasks/task-model';
import type { AgentActivities } from './agent-activities';
import { heartbeatTimeoutSeconds, taskRejected } from './names';

const { performStep } = proxyActivities<AgentActivities>({
  // The longest that a provider may take. Without heartbeats, a killed worker's steps would wait for it.
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: `${heartbeatTimeoutSeconds} seconds`,
  // A tenant whose provider is busy waits here, not in a worker, for as long as its limit says.
  retry: {
    initialInterval: '2 seconds',
    // After a failover of the database no step waits longer than the failover took.
    maximumInterval: '1 minute',
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
