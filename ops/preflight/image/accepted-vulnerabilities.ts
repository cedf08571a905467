import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { InputError } from '../../../config/errors';
import { shapeFaults } from '../../../config/validation/shape-faults';

/** Shorter ones say that somebody was in a hurry. */
const shortestReason = 20;

const acceptances = z.array(
  z.strictObject({
    /** As the scan names it, such as CVE-2026-1234. */
    vulnerability: z
      .string()
      .regex(/^[A-Z]+-[\w-]+$/)
      .describe('a name such as CVE-2026-1234'),
    reason: z
      .string()
      .trim()
      .min(shortestReason)
      .describe(`a reason of at least ${shortestReason} characters`),
    /** Last day on which it holds: what is accepted is looked at again. */
    until: z.iso.date().describe('a day such as 2027-01-31'),
  }),
);

/** A critical vulnerability of the image with which somebody goes live, and why. */
export type AcceptedVulnerability = z.infer<typeof acceptances>[number];

/** @throws InputError with every fault of the file. */
export function readAcceptedVulnerabilities(file: string): AcceptedVulnerability[] {
  const value = parsed(file);
  const faults = shapeFaults(acceptances, value);
  if (faults.length > 0) throw new InputError(file, faults);
  return acceptances.parse(value);
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new InputError(file, [
      { field: 'the file', got: (error as Error).message, allowed: 'JSON: a list of acceptances' },
    ]);
  }
}

/** Whether a vulnerability is accepted on a day, which is itself included. */
export const isAccepted = (name: string, accepted: readonly AcceptedVulnerability[], now: Date): boolean =>
  accepted.some(
    ({ vulnerability, until }) => vulnerability === name && now.toISOString().slice(0, 10) <= until,
  );
