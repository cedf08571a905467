import { sessionStatements } from '../../../ops/contract/probes/session-statements';

const logged = (statement: string): string =>
  `2026-11-24 10:00:00.000 UTC [12] LOG:  statement: ${statement}\n2026-11-24 10:00:00.001 UTC [12] LOG:  duration: 1 ms\n`;

test.each([
  'SET search_path TO tenant_a',
  'SET SESSION search_path TO tenant_a',
  'set role tenant_a',
  'BEGIN; SET ROLE tenant_a; COMMIT',
  "SELECT set_config('role', 'tenant_a', false)",
  'LISTEN tasks',
  'PREPARE p AS SELECT 1',
  'SELECT pg_advisory_lock(1)',
  'SELECT pg_try_advisory_lock(1)',
  'CREATE TEMP TABLE t (id int)',
  'DECLARE c CURSOR WITH HOLD FOR SELECT 1',
  '/* why */ SET ROLE tenant_a',
])('%s outlives its transaction', (statement) => {
  expect(sessionStatements(logged(statement))).toHaveLength(1);
});

test.each([
  'SET LOCAL search_path TO tenant_a',
  'SET TRANSACTION READ ONLY',
  'SET CONSTRAINTS ALL DEFERRED',
  "SELECT set_config('role', 'tenant_a', true)",
  "SET client_encoding = 'UTF8'",
  "SET application_name='x';SET TimeZone='UTC'",
  'SELECT pg_advisory_xact_lock(1)',
  'CREATE TEMP TABLE t (id int) ON COMMIT DROP',
  'UPDATE agents SET role = 1',
  "SELECT 'SET ROLE x'",
])('%s does not', (statement) => {
  expect(sessionStatements(logged(statement))).toEqual([]);
});

test('a prepared statement counts too', () => {
  expect(sessionStatements('LOG:  execute <unnamed>: SET ROLE tenant_a')).toEqual(['SET ROLE tenant_a']);
});

test('a statement over several lines is read to its end', () => {
  expect(sessionStatements(logged('CREATE TEMP TABLE t (id int)\n\tON COMMIT DROP'))).toEqual([]);
});

test('each is named once, shortened', () => {
  const long = `SET search_path TO ${'x'.repeat(100)}`;
  expect(sessionStatements(logged(long) + logged(long))).toEqual([long.slice(0, 60)]);
});
