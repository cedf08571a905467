import { z } from 'zod';
import { ApiProblem, notFound } from '../api/api-problem';
import type { ApiServices } from '../api/api-services';
import { operation, type Operation } from '../api/operation';
import { agentChanges, tenantLabel } from '../telemetry/metrics';
import { agent, agentInput, agentList } from './agent-model';
import { AgentStore } from './agent-store';

const path = '/v1/agents/{agentId}';
const tag = 'agents';
const access = 'tenant';
const parameters = { agentId: z.uuid() };
const missing = { 404: 'There is no such agent.' };
const taken = { 409: 'Another agent has this name.' };

const nameTaken = (): ApiProblem =>
  new ApiProblem(409, 'name-taken', 'Another agent has this name: choose another.');

const count = (change: 'created' | 'updated' | 'deleted'): void =>
  agentChanges.inc({ change, tenant: tenantLabel() });

export function agentOperations({ database, quotas }: Pick<ApiServices, 'database' | 'quotas'>): Operation[] {
  const agents = new AgentStore(database);
  return [
    operation({
      method: 'get',
      path: '/v1/agents',
      id: 'listAgents',
      tag,
      summary: 'The tenant’s agents by name',
      access,
      answers: { 200: { description: 'All agents.', model: agentList } },
      handle: async () => ({ status: 200, body: { agents: await agents.list() } }),
    }),
    operation({
      method: 'post',
      path: '/v1/agents',
      id: 'createAgent',
      tag,
      summary: 'Make an agent',
      access,
      body: agentInput,
      answers: { 201: { description: 'The new agent.', model: agent } },
      problems: taken,
      handle: async ({ body }) => {
        const created = await database.transaction(async (transaction) => {
          await quotas.enforce(transaction, 'agents');
          return agents.create(body, transaction);
        });
        if (!created) throw nameTaken();
        count('created');
        return { status: 201, body: created, headers: { Location: `/v1/agents/${created.id}` } };
      },
    }),
    operation({
      method: 'get',
      path,
      id: 'getAgent',
      tag,
      summary: 'One agent',
      access,
      parameters,
      answers: { 200: { description: 'The agent.', model: agent } },
      problems: missing,
      handle: async ({ parameters: { agentId } }) => {
        const found = await agents.find(agentId);
        if (!found) throw notFound('agent');
        return { status: 200, body: found };
      },
    }),
    operation({
      method: 'put',
      path,
      id: 'replaceAgent',
      tag,
      summary: 'Change an agent',
      access,
      parameters,
      body: agentInput,
      answers: { 200: { description: 'The agent as it is now.', model: agent } },
      problems: { ...missing, ...taken },
      handle: async ({ parameters: { agentId }, body }) => {
        const updated = await agents.update(agentId, body);
        if (!updated) throw notFound('agent');
        if (updated === 'name-taken') throw nameTaken();
        count('updated');
        return { status: 200, body: updated };
      },
    }),
    operation({
      method: 'delete',
      path,
      id: 'deleteAgent',
      tag,
      summary: 'Remove an agent',
      description: 'Its finished tasks stay; those that wait fail.',
      access,
      parameters,
      answers: { 204: { description: 'It is gone.', model: null } },
      problems: missing,
      handle: async ({ parameters: { agentId } }) => {
        if (!(await agents.remove(agentId))) throw notFound('agent');
        count('deleted');
        return { status: 204 };
      },
    }),
  ];
}
