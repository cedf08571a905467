import type { PreflightResult } from '../preflight';
import { trialsOf } from '../tried-against';

/** The report for programs; `notes` say why a check had nothing to ask, `triedAgainst` what its calls were tried against. */
export const preflightJson = ({ checks, ...result }: PreflightResult): object => ({
  ...result,
  checks: checks.map((check) => ({ ...check, triedAgainst: trialsOf(check.called) })),
});
