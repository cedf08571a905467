import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { InputError } from '../../config/errors';
import { shapeFaults } from '../../config/validation/shape-faults';
import { type Risk, risks } from './change';

/** Shorter ones say that somebody was in a hurry. */
const shortestReason = 20;

const acceptance = z.strictObject({
  /** As the review prints it. */
  id: z.string().min(1),
  /** The worst that is accepted. */
  risk: z.enum(risks),
  reason: z.string().min(shortestReason),
  /** In which environment's review it counts. Default: production. */
  environment: z.string().min(1).optional(),
  /** Last day on which it holds, such as `2027-01-31`. Default: for as long as the change is there. */
  until: z.iso.date().optional(),
});
const acceptanceFile = z.array(acceptance);

/** A risk that somebody takes, with the reason. */
export type Acceptance = z.infer<typeof acceptance>;

/** What an assessed change says of the one that accepted it. */
export type AcceptedAs = Pick<Acceptance, 'risk' | 'reason' | 'until'>;

/**
 * The acceptances of an environment; none where the file is not there.
 * @throws InputError with every fault of the file.
 */
export function readAcceptances(file: string, environment: string): Acceptance[] {
  if (!existsSync(file)) return [];
  const value = parsed(file);
  const faults = shapeFaults(acceptanceFile, value);
  if (faults.length > 0) throw new InputError(file, faults);
  return acceptanceFile.parse(value).filter((one) => (one.environment ?? 'production') === environment);
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new InputError(file, [
      { field: 'JSON', got: (error as Error).message, allowed: 'a list of acceptances' },
    ]);
  }
}

interface Accepted {
  readonly id: string;
  readonly risk: Risk;
}

/** What accepts a change: of its id, not past its day, and for this risk or a worse one. */
export function acceptanceOf(
  change: Accepted,
  acceptances: readonly Acceptance[],
  today: Date,
): AcceptedAs | null {
  const found = acceptances.find(
    (one) => one.id === change.id && isWideEnough(one, change) && !isPast(one, today),
  );
  if (!found) return null;
  const { risk, reason, until } = found;
  return { risk, reason, ...(until !== undefined && { until }) };
}

/**
 * Acceptances that accept nothing, one sentence each.
 * @param refused the changes that need one.
 */
export const unusedAcceptances = (
  refused: readonly Accepted[],
  acceptances: readonly Acceptance[],
  today: Date,
): string[] =>
  acceptances.flatMap((one) => {
    const change = refused.find(({ id }) => id === one.id);
    if (!change)
      return [`${one.id}: accepted as ${one.risk}, and no change needs that: remove the acceptance`];
    if (isPast(one, today)) return [`${one.id}: accepted until ${one.until}, which is past: review it anew`];
    return isWideEnough(one, change)
      ? []
      : [`${one.id}: accepted as ${one.risk}, and it is ${change.risk}: review it anew`];
  });

const isWideEnough = (one: Acceptance, { risk }: Accepted): boolean =>
  risks.indexOf(one.risk) >= risks.indexOf(risk);

const isPast = ({ until }: Acceptance, today: Date): boolean =>
  until !== undefined && until < today.toISOString().slice(0, 10);
