import { LimitReached } from '@platform/tenancy/limits/limit-reached';
import type { ProviderBackoff } from '@platform/tenancy/limits/provider-backoff';
import { TaskRejected } from '@platform/tenancy/tasks/task-performance';
import { meteredProviderCall } from '@platform/tenancy/usage/metered-provider-call';
import type { ProviderBudget } from '@platform/tenancy/usage/provider-budget';
import type { TenantMeter } from '@platform/tenancy/usage/usage-meter';
import type { Agent } from '../agents/agent-model';
import { providerCalls, providerCost, providerTokens, tenantLabel } from '../telemetry/metrics';
import type { Completion, ModelProvider, ProviderName } from './provider';
import { providerPrices } from './provider-prices';

export interface ProviderCallsParts {
  readonly providers: Readonly<Record<ProviderName, ModelProvider>>;
  readonly budget: ProviderBudget;
  readonly backoff: ProviderBackoff;
  readonly meter: TenantMeter;
}

/** Tokens that an answer may have, as the provider is told. */
const mostOutputTokens = 4096;
/** No tokenizer makes more tokens than bytes. */
const mostTokensOf = (text: string): number => Buffer.byteLength(text);

/**
 * Calls model providers for the current tenant: within its budget, metered, and with patience for a busy provider.
 * A spent budget is final for the task (`TaskRejected`): waiting for the next month would look like a hung task.
 */
export class ProviderCalls {
  constructor(private readonly parts: ProviderCallsParts) {}

  async complete(agent: Agent, text: string, signal: AbortSignal): Promise<Completion> {
    const { provider: name, model, instructions } = agent;
    const provider = this.parts.providers[name];
    const labels = { provider: name, model, tenant: tenantLabel() };
    try {
      const completion = await this.parts.backoff.run(name, () =>
        meteredProviderCall({
          meter: this.parts.meter,
          budget: this.parts.budget,
          of: { provider: name, model },
          most: { input: mostTokensOf(instructions + text), output: mostOutputTokens },
          call: () => provider.complete({ model, instructions, text, mostOutputTokens }, signal),
          tokens: ({ inputTokens, outputTokens }) => ({ input: inputTokens, output: outputTokens }),
        }),
      );
      providerCalls.inc({ ...labels, outcome: 'done' });
      providerTokens.inc({ ...labels, direction: 'input' }, completion.inputTokens);
      providerTokens.inc({ ...labels, direction: 'output' }, completion.outputTokens);
      const tokens = { input: completion.inputTokens, output: completion.outputTokens };
      providerCost.inc(labels, providerPrices.usd({ provider: name, model }, tokens, new Date()));
      return completion;
    } catch (error) {
      providerCalls.inc({ ...labels, outcome: error instanceof LimitReached ? 'refused' : 'failed' });
      if (error instanceof LimitReached && error.limit === 'provider-budget') {
        throw new TaskRejected(error.message, { cause: error });
      }
      throw error;
    }
  }
}
