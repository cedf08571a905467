import type { AcknowledgedWildcard } from './wildcards';

export const acknowledgedWildcards: readonly AcknowledgedWildcard[] = [];
