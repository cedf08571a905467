import { randomUUID } from 'node:crypto';
import { tenantSchemaName } from '../../../tenancy/database/identifiers';
import {
  incomingSchema,
  otherSchemasPattern,
  retiredSchema,
} from '../../../tenancy/life/restore/schema-names';

/** https://www.postgresql.org/docs/17/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS */
const longestName = 63;

const live = tenantSchemaName('a'.repeat(40));
const names = [
  ['what a restore loads into', incomingSchema(live, randomUUID())],
  ['what a swap moves out of the way', retiredSchema(live, randomUUID(), new Date())],
] as const;

test.each(names)(
  '%s has a name that PostgreSQL does not cut off, also for the longest slug',
  (_what, name) => {
    expect(name.length).toBeLessThanOrEqual(longestName);
  },
);

test.each(names)('%s is found by the pattern', (_what, name) => {
  const start = otherSchemasPattern(live).replaceAll('\\', '').replace(/%$/, '');
  expect(name.startsWith(start)).toBe(true);
});
