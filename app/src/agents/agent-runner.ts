import type { UnitsOfWork } from '@platform/tenancy/database/unit-of-work';
import { TaskRejected } from '@platform/tenancy/tasks/task-performance';
import type { ProviderCalls } from '../providers/provider-calls';
import type { Completion } from '../providers/provider';
import { agentTask, type AgentTask, type AgentTaskResult } from '../tasks/task-model';
import { planSteps } from './agent-prompts';
import { resultOf } from './agent-result';
import { AgentStore } from './agent-store';

/** Carries out tasks of the current tenant's agents. */
export class AgentRunner {
  private readonly agents: AgentStore;

  constructor(
    database: UnitsOfWork,
    private readonly providers: ProviderCalls,
  ) {
    this.agents = new AgentStore(database);
  }

  /** All steps of a task, one after the other. */
  async run(input: unknown, signal: AbortSignal): Promise<AgentTaskResult> {
    const task = readTask(input);
    const answers: Completion[] = [];
    for (const step of planSteps(task.text)) answers.push(await this.step(task.agentId, step, signal));
    return resultOf(answers);
  }

  /** One step: one call at the agent's provider. Throws `TaskRejected` when the agent is gone. */
  async step(agentId: string, text: string, signal: AbortSignal): Promise<Completion> {
    const agent = await this.agents.find(agentId);
    if (!agent) throw new TaskRejected('The agent of this task was deleted.');
    return this.providers.complete(agent, text, signal);
  }
}

/** The input of a row that this application wrote, perhaps an earlier version of it. */
export function readTask(input: unknown): AgentTask {
  const parsed = agentTask.safeParse(input);
  if (!parsed.success) throw new TaskRejected('This version of the application cannot read the task.');
  return parsed.data;
}
