import type { ProviderBudget } from './provider-budget';
import type { Tokens } from './provider-prices';
import type { ProviderModel } from './usage-metrics';
import type { TenantMeter } from './usage-meter';

export interface ProviderCall<Result> {
  readonly meter: TenantMeter;
  readonly budget: Pick<ProviderBudget, 'reserve'>;
  /** As in the table of prices, also where the answer names the model more exactly. */
  readonly of: ProviderModel;
  /** Most that the call can use: the prompt's tokens, and the limit that is sent for the answer. */
  readonly most: Tokens;
  readonly call: () => Promise<Result>;
  /** What the provider says that it used. Where that is no number, the most is counted. */
  readonly tokens: (result: Result) => Tokens;
  /** What a failed call used, where its error says so. Default: nothing. */
  readonly tokensOfFailure?: (error: unknown) => Tokens | null;
}

/**
 * Calls a model provider for the current tenant, within its budget: throws `limit-reached` when that is spent and
 * `unpriced` for a model without a price, both before anything is sent. A failed call counts as a call, and its error
 * goes on.
 */
export async function meteredProviderCall<Result>(call: ProviderCall<Result>): Promise<Result> {
  const { meter, budget, of, most } = call;
  const reservation = await budget.reserve(of, most);
  const count = (tokens: Tokens): Promise<void> => {
    meter.count('provider_calls', 1, { of });
    meter.count('provider_input_tokens', tokens.input, { of });
    meter.count('provider_output_tokens', tokens.output, { of });
    return reservation.settle(tokens);
  };
  let result: Result;
  try {
    result = await call.call();
  } catch (error) {
    await count(plausible(() => call.tokensOfFailure?.(error) ?? { input: 0, output: 0 }, most));
    throw error;
  }
  await count(plausible(() => call.tokens(result), most));
  return result;
}

/** An answer that was paid for is not lost because its count is missing. */
function plausible(read: () => Tokens, most: Tokens): Tokens {
  let tokens: Partial<Tokens> | null | undefined;
  try {
    tokens = read();
  } catch {
    // The most is counted.
  }
  const { input, output } = tokens ?? {};
  return { input: isCount(input) ? input : most.input, output: isCount(output) ? output : most.output };
}

const isCount = (value: number | undefined): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;
