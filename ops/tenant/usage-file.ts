import { randomUUID } from 'node:crypto';
import { createWriteStream, readFileSync, renameSync, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { type Fault, InputError } from '../../config/errors';
import {
  type ProviderPrice,
  ProviderPrices,
  providerPricesSchema,
} from '../../tenancy/usage/provider-prices';
import { exportUsage } from '../../tenancy/usage/usage-export';
import { withTenantDatabase } from './tenant-connection';

export interface TypedUsage {
  readonly databaseUrl?: string;
  /** Days (UTC) such as 2026-11-01: the first one, and the one after the last. */
  readonly from: string;
  readonly to: string;
  /** Where the lines go. */
  readonly out: string;
  /** JSON of `providerPricesSchema`. Without it what model providers were used for is unpriced. */
  readonly providerPrices?: string;
}

/**
 * Writes the closed hours of all tenants' usage into a file, which is there as a whole or not at all. `platform cost
 * --usage` reads it.
 * @throws InputError with all that was typed wrongly, or when the database does not answer.
 */
export async function writeUsageFile({ databaseUrl, out, ...typed }: TypedUsage): Promise<{
  readonly lines: number;
}> {
  const { period, prices } = readTyped(typed);
  return withTenantDatabase(databaseUrl, async (database) => {
    const unfinished = `${out}.${randomUUID()}`;
    let lines = -1;
    const counted = async function* (): AsyncGenerator<string> {
      for await (const line of exportUsage(database, prices, period)) {
        lines += 1;
        yield line;
      }
    };
    try {
      await pipeline(counted, createWriteStream(unfinished, { flags: 'wx' }));
      renameSync(unfinished, out);
    } catch (error) {
      rmSync(unfinished, { force: true });
      if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
      throw unwritable(out, error as NodeJS.ErrnoException);
    }
    return { lines };
  });
}

function readTyped({ from, to, providerPrices }: Omit<TypedUsage, 'databaseUrl' | 'out'>) {
  const faults: Fault[] = [];
  const day = (field: string, text: string): Date => {
    if (!z.iso.date().safeParse(text).success) {
      faults.push({ field, got: text, allowed: 'a day such as 2026-11-01' });
    }
    return new Date(`${text}T00:00:00Z`);
  };
  const period = { from: day('--from', from), to: day('--to', to) };
  if (period.to <= period.from) faults.push({ field: '--to', got: to, allowed: `a day after ${from}` });
  const table = providerPrices === undefined ? [] : readPrices(providerPrices, faults);
  if (faults.length > 0) throw new InputError('platform tenant usage', faults);
  return { period, prices: new ProviderPrices(table) };
}

function readPrices(file: string, faults: Fault[]): readonly ProviderPrice[] {
  const fault = (got: string, allowed: string): readonly ProviderPrice[] => {
    faults.push({ field: `--provider-prices ${file}`, got, allowed });
    return [];
  };
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return fault((error as Error).message, 'a file of JSON that can be read');
  }
  const { data, error } = providerPricesSchema.safeParse(json);
  if (data) return data;
  for (const { path, message } of error.issues) {
    fault(`${path.join('.') || 'the table'}: ${message}`, 'the table that the application has');
  }
  return [];
}

const unwritable = (out: string, { code }: NodeJS.ErrnoException): InputError =>
  new InputError('platform tenant usage', [
    { field: `--out ${out}`, got: String(code), allowed: 'a file in a folder that can be written to' },
  ]);
