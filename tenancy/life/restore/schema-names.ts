/**
 * Names of a tenant's other schemas. A slug has no two hyphens in a row, so no tenant's own schema has two underscores
 * in a row. The longest, 47 + 16, fits into PostgreSQL's 63 bytes: it would cut off the rest without an error.
 */
const shortId = (operationId: string, digits: number): string =>
  operationId.replaceAll('-', '').slice(0, digits);

/** Where a restore loads into. */
export const incomingSchema = (live: string, operationId: string): string =>
  `${live}__restore_${shortId(operationId, 6)}`;

/** What a swap moves out of the way, such as `tenant_acme__old_1124_1f2e3`; `at` is when it was asked for. */
export const retiredSchema = (live: string, operationId: string, at: Date): string =>
  `${live}__old_${at.toISOString().slice(5, 10).replaceAll('-', '')}_${shortId(operationId, 5)}`;

/** Pattern for LIKE of all such schemas of a tenant, without the one in use. */
export const otherSchemasPattern = (live: string): string => `${live.replaceAll('_', '\\_')}\\_\\_%`;
