import { z } from 'zod';
import { TenancyError } from '../context/tenancy-error';
import type { ProviderModel } from './usage-metrics';

/** What a model costs from a day on. A change is a further entry, so that what was used before keeps its price. */
export const providerPriceSchema = z.strictObject({
  provider: z.string().min(1),
  /** As the provider calls it. */
  model: z.string().min(1),
  inputUsdPerMillionTokens: z.number().nonnegative(),
  outputUsdPerMillionTokens: z.number().nonnegative(),
  /** The day (UTC) from which it holds, such as 2026-11-24. The first one of a model holds for all days before, too. */
  asOf: z.iso.date(),
  /** Where it was read. */
  source: z.url(),
});

export const providerPricesSchema = z.array(providerPriceSchema).superRefine((prices, context) => {
  const seen = new Set<string>();
  prices.forEach(({ provider, model, asOf }, index) => {
    const entry = `${provider} ${model} ${asOf}`;
    if (seen.has(entry)) {
      context.addIssue({ code: 'custom', path: [index], message: `a second price of ${entry}: keep one` });
    }
    seen.add(entry);
  });
});

export type ProviderPrice = Readonly<z.infer<typeof providerPriceSchema>>;

export interface Tokens {
  readonly input: number;
  readonly output: number;
}

/** The prices of models, by day. */
export class ProviderPrices {
  private readonly byModel = new Map<string, ProviderPrice[]>();

  /** Throws when the table does not fit `providerPricesSchema`. */
  constructor(table: readonly ProviderPrice[]) {
    for (const price of providerPricesSchema.parse(table)) {
      const key = keyOf(price);
      this.byModel.set(key, [...(this.byModel.get(key) ?? []), price].sort(byDay));
    }
  }

  /** The price on a day; null when the model has none. */
  find(of: ProviderModel, at: Date): ProviderPrice | null {
    const prices = this.byModel.get(keyOf(of)) ?? [];
    const day = at.toISOString().slice(0, 10);
    return prices.findLast(({ asOf }) => asOf <= day) ?? prices[0] ?? null;
  }

  /** Throws `unpriced` when the model has no price: nothing is free because it was forgotten. */
  usd(of: ProviderModel, { input, output }: Tokens, at: Date): number {
    const price = this.find(of, at);
    if (!price) {
      throw new TenancyError(
        'unpriced',
        `${of.provider} ${of.model} has no price: add it to the table of providers' prices.`,
      );
    }
    return (input * price.inputUsdPerMillionTokens + output * price.outputUsdPerMillionTokens) / 1_000_000;
  }
}

const keyOf = ({ provider, model }: ProviderModel): string => JSON.stringify([provider, model]);
const byDay = (one: ProviderPrice, other: ProviderPrice): number => (one.asOf < other.asOf ? -1 : 1);
