import { z } from 'zod';
import { instant, model } from '../api/model';
import { providerNames } from '../providers/provider';
import { sampleModels } from '../providers/provider-prices';

const fields = {
  name: z.string().min(1).max(100),
  /** What the agent is told before each task. */
  instructions: z.string().max(10_000),
  provider: z.enum(providerNames),
  /** One with a price: what cannot be billed is not used. */
  model: z.enum(sampleModels),
};

export const agentInput = model('AgentInput', z.strictObject(fields));
export type AgentInput = z.infer<typeof agentInput>;

export const agent = model(
  'Agent',
  z.strictObject({ id: z.uuid(), ...fields, createdAt: instant, updatedAt: instant }),
);
export type Agent = z.infer<typeof agent>;

export const agentList = model('AgentList', z.strictObject({ agents: z.array(agent) }));
