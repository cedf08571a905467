import type { PreflightResult } from '../preflight';
import { triedAgainst } from '../tried-against';

/** The report for programs; `notes` say why a check had nothing to ask. */
export const preflightJson = (result: PreflightResult): object => ({ ...result, triedAgainst });
