import { z } from 'zod';
import { type Fault, InputError } from '../../../config/errors';
import { shapeFaults } from '../../../config/validation/shape-faults';
import { usageMetrics } from '../../../tenancy/usage/usage-metrics';
import type { UsageProfile } from './usage-profile';

const header = z.strictObject({
  format: z.literal('tenant-usage'),
  version: z.literal(1),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
});

const row = z.strictObject({
  tenantId: z.string().min(1),
  hour: z.iso.datetime(),
  metric: z.enum(usageMetrics),
  provider: z.string(),
  model: z.string(),
  quantity: z.number().nonnegative(),
  lateQuantity: z.number().nonnegative(),
  /** At the model provider; a number, null where no provider is paid. */
  usd: z.number().nonnegative().nullable(),
});
type Row = z.infer<typeof row>;

const hoursPerMonth = 730;
const bytesPerGib = 1024 ** 3;

/** What metering knows of a profile. */
type Metered = Pick<UsageProfile, 'customers'> & {
  readonly perCustomer: Pick<
    UsageProfile['perCustomer'],
    'requests' | 'tasks' | 'storageGib' | 'egressGib' | 'providerUsd'
  >;
};

/**
 * A month of the mean customer, from the lines of `exportUsage` of the tenancy library. A customer is a tenant that
 * used anything. @throws InputError with the faults of every line.
 */
export function meteredUsage(lines: readonly string[], file: string): Metered {
  const [first = '', ...rest] = lines;
  const faults: Fault[] = [];
  const head = parsed(header, first, 1, faults);
  const rows = rest.flatMap((line, index) => parsed(row, line, index + 2, faults) ?? []);
  const hours = head ? (Date.parse(head.to) - Date.parse(head.from)) / 3_600_000 : 0;
  if (head && hours <= 0) {
    faults.push({ field: 'line 1: to', got: head.to, allowed: `a time after ${head.from}` });
  }
  const customers = new Set(rows.map(({ tenantId }) => tenantId)).size;
  if (faults.length === 0 && customers === 0) {
    faults.push({ field: 'the file', got: 'no usage', allowed: 'the usage of one tenant at least' });
  }
  if (faults.length > 0) throw new InputError(file, faults);
  const sum = (metric: Row['metric']): number =>
    rows.filter((one) => one.metric === metric).reduce((total, { quantity }) => total + quantity, 0);
  const aMonth = (total: number): number => (total / customers / hours) * hoursPerMonth;
  return {
    customers,
    perCustomer: {
      requests: aMonth(sum('requests')),
      tasks: aMonth(sum('tasks')),
      storageGib: sum('storage_gib_hours') / hours / customers,
      egressGib: aMonth(sum('egress_bytes')) / bytesPerGib,
      providerUsd: aMonth(rows.reduce((total, { usd }) => total + (usd ?? 0), 0)),
    },
  };
}

function parsed<T>(schema: z.ZodType<T>, line: string, number: number, faults: Fault[]): T | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    faults.push({ field: `line ${number}`, got: 'no JSON', allowed: 'a JSON object' });
    return null;
  }
  const found = shapeFaults(schema, value);
  faults.push(...found.map((fault) => ({ ...fault, field: `line ${number}: ${fault.field}` })));
  return found.length > 0 ? null : schema.parse(value);
}
