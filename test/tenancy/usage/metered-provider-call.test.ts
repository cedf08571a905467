import { type ProviderCall, meteredProviderCall } from '../../../tenancy/usage/metered-provider-call';
import type { Tokens } from '../../../tenancy/usage/provider-prices';

const of = { provider: 'sample', model: 'large' };

interface Answer {
  readonly text: string;
  readonly usage?: Partial<Tokens>;
}

function callWith(change: Partial<ProviderCall<Answer>>): {
  readonly call: ProviderCall<Answer>;
  readonly counted: Record<string, number>;
  readonly settled: Tokens[];
} {
  const counted: Record<string, number> = {};
  const settled: Tokens[] = [];
  const call: ProviderCall<Answer> = {
    of,
    most: { input: 100, output: 1000 },
    meter: { count: (metric, quantity) => (counted[metric] = (counted[metric] ?? 0) + quantity) },
    budget: {
      reserve: async () => ({
        settle: async (tokens) => void settled.push(tokens),
        release: async () => undefined,
      }),
    },
    call: async () => ({ text: 'done', usage: { input: 90, output: 12 } }),
    tokens: ({ usage }) => usage as Tokens,
    ...change,
  };
  return { call, counted, settled };
}

test('counts the call and its tokens, and settles what was reserved', async () => {
  const { call, counted, settled } = callWith({});
  expect(await meteredProviderCall(call)).toMatchObject({ text: 'done' });
  expect(counted).toEqual({ provider_calls: 1, provider_input_tokens: 90, provider_output_tokens: 12 });
  expect(settled).toEqual([{ input: 90, output: 12 }]);
});

test('calls nobody when the budget refuses', async () => {
  const provider = jest.fn();
  const budget = { reserve: () => Promise.reject(new Error('spent')) };
  const { call, counted } = callWith({ budget, call: provider });
  await expect(meteredProviderCall(call)).rejects.toThrow('spent');
  expect(provider).not.toHaveBeenCalled();
  expect(counted).toEqual({});
});

test('a failed call counts as a call, and gives its reserve back', async () => {
  const { call, counted, settled } = callWith({ call: () => Promise.reject(new Error('overloaded')) });
  await expect(meteredProviderCall(call)).rejects.toThrow('overloaded');
  expect(counted.provider_calls).toBe(1);
  expect(settled).toEqual([{ input: 0, output: 0 }]);
});

test('a failed call that says what it used is paid for', async () => {
  const { call, settled } = callWith({
    call: () => Promise.reject(new Error('cut off')),
    tokensOfFailure: () => ({ input: 90, output: 3 }),
  });
  await expect(meteredProviderCall(call)).rejects.toThrow('cut off');
  expect(settled).toEqual([{ input: 90, output: 3 }]);
});

test.each<[string, Partial<Tokens> | undefined]>([
  ['no usage at all', undefined],
  ['usage that is no number', { input: NaN, output: -1 }],
])('an answer with %s is returned, and counted as the most that was reserved', async (_, usage) => {
  const { call, settled } = callWith({ call: async () => ({ text: 'done', usage }) });
  expect(await meteredProviderCall(call)).toMatchObject({ text: 'done' });
  expect(settled).toEqual([{ input: 100, output: 1000 }]);
});
