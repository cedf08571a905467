import { readFileSync } from 'node:fs';
import { type Fault, InputError } from '../../../config/errors';
import { shapeFaults } from '../../../config/validation/shape-faults';
import { meteredUsage } from './metered-usage';
import { type UsageProfile, usageProfileSchema } from './usage-profile';

/**
 * Usage of a file, on top of what is assumed. The file is either JSON with those fields of a `UsageProfile` that it
 * knows better, or metered usage as the tenancy library exports it (JSON lines with the header `tenant-usage`).
 * @throws InputError with every fault of the file.
 */
export function readUsageFile(file: string, assumed: UsageProfile): UsageProfile {
  const text = readText(file);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const known = isMetered(lines[0]) ? meteredUsage(lines, file) : parseJson(text, file);
  const merged = merge(assumed, known);
  const faults: readonly Fault[] = shapeFaults(usageProfileSchema, merged);
  if (faults.length > 0) throw new InputError(file, faults);
  return usageProfileSchema.parse(merged);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError('--usage', [{ field: file, got: String(code), allowed: 'a file that can be read' }]);
  }
}

function isMetered(line = ''): boolean {
  try {
    return (JSON.parse(line) as { format?: unknown } | null)?.format === 'tenant-usage';
  } catch {
    return false;
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(file, [
      { field: 'the file', got: (error as Error).message, allowed: 'JSON, or JSON lines of metered usage' },
    ]);
  }
}

/** Fields of objects one by one; everything else as the file has it. */
function merge(assumed: unknown, known: unknown): unknown {
  if (!isObject(assumed) || !isObject(known)) return known;
  return Object.fromEntries(
    [...new Set([...Object.keys(assumed), ...Object.keys(known)])].map((key) => [
      key,
      Object.hasOwn(known, key) ? merge(assumed[key], known[key]) : assumed[key],
    ]),
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
