import type { UnitsOfWork } from '@platform/tenancy/database/unit-of-work';
import { acceptTask } from '@platform/tenancy/tasks/accept-task';
import { AgentStore } from '../agents/agent-store';
import { taskKinds } from '../tasks/task-model';
import type { DemoAgent } from './demo-tenants';

/** Agents and tasks for the current tenant; workers then carry the tasks out. Answers how many tasks were new. */
export async function fillTenant(database: UnitsOfWork, demoAgents: readonly DemoAgent[]): Promise<number> {
  const agents = new AgentStore(database);
  let newTasks = 0;
  for (const { tasks, ...input } of demoAgents) {
    const agent =
      (await database.transaction((transaction) => agents.create(input, transaction))) ??
      (await agents.list()).find(({ name }) => name === input.name);
    if (!agent) continue;
    for (const [index, { text, durable }] of tasks.entries()) {
      const { isNew } = await database.transaction((transaction) =>
        acceptTask(transaction, {
          kind: durable ? taskKinds.workflow : taskKinds.run,
          input: { agentId: agent.id, text },
          idempotencyKey: `demo:${input.name}:${index}`,
        }),
      );
      if (isNew) newTasks += 1;
    }
  }
  return newTasks;
}
