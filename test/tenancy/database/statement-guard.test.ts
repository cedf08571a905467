import { checkStatement, loadStatementGuard } from '../../../tenancy/database/statement-guard';

beforeAll(loadStatementGuard);

const allowed = [
  'SELECT id, body FROM notes WHERE id = $1',
  'SELECT 1;',
  'TABLE notes',
  'VALUES (1), (2)',
  'INSERT INTO notes (id, body) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET body = excluded.body RETURNING id',
  'UPDATE notes SET body = $1 WHERE id = $2',
  'DELETE FROM notes USING replies WHERE replies.note_id = notes.id',
  'MERGE INTO notes USING replies ON replies.note_id = notes.id WHEN MATCHED THEN DELETE',
  'WITH gone AS (DELETE FROM notes RETURNING *) SELECT count(*) FROM gone',
  'SELECT id FROM notes FOR UPDATE SKIP LOCKED',
  'EXPLAIN (ANALYZE, FORMAT JSON) SELECT 1',
  'SELECT * FROM public.tenants',
  'SELECT relname FROM pg_catalog.pg_class',
  'SELECT setting FROM pg_settings JOIN notes ON notes.body = pg_settings.name FOR UPDATE OF notes',
  'INSERT INTO notes SELECT name FROM pg_settings',
  'SELECT table_name FROM information_schema.tables',
  "SELECT 'SET ROLE tenant_beta; DROP TABLE notes' AS text",
  "SELECT $$RESET ROLE$$, E'\\'; COMMIT; --', U&'\\0053ET'",
  'SELECT current_setting($1), pg_backend_pid(), pg_advisory_xact_lock(1)',
  'SELECT "set_config" FROM (VALUES (1)) AS columns ("set_config")',
  'SELECT body::pg_catalog.text COLLATE pg_catalog."C" FROM notes',
  'SELECT (answer.a).b.c FROM answers answer',
  'SELECT tenant_beta.id FROM notes tenant_beta',
];

const refused = [
  // Settings of the session.
  'SET ROLE tenant_beta',
  'SET LOCAL ROLE tenant_beta',
  'SET search_path TO tenant_beta',
  'SET SESSION AUTHORIZATION postgres',
  'SET TRANSACTION READ WRITE',
  '/* harmless */ SeT/**/rOlE tenant_beta',
  '-- SELECT\nSET ROLE tenant_beta',
  'RESET ROLE',
  'RESET ALL',
  'DISCARD ALL',
  'SHOW search_path',
  // The same through functions, at any depth and however written.
  "SELECT set_config('role', 'tenant_beta', true)",
  "SELECT SET_CONFIG('role', 'tenant_beta', true)",
  "SELECT \"set_config\"('role', 'tenant_beta', true)",
  "SELECT pg_catalog.set_config('role', 'tenant_beta', true)",
  "SELECT pg_catalog /* x */ . -- y\n set_config('role', 'tenant_beta', true)",
  "SELECT U&\"\\0073et_config\"('role', 'tenant_beta', true)",
  "SELECT U&\"!0073et_config\" UESCAPE '!' ('role', 'tenant_beta', true)",
  "SELECT * FROM set_config('role', 'tenant_beta', true)",
  "SELECT * FROM ROWS FROM (set_config('role', 'tenant_beta', true)) AS x",
  "SELECT * FROM notes, LATERAL set_config('role', body, true)",
  "WITH x AS (SELECT set_config('role', 'tenant_beta', true)) SELECT * FROM x",
  "SELECT 1 WHERE EXISTS (SELECT set_config('role', 'tenant_beta', true))",
  "SELECT 1 ORDER BY set_config('role', 'tenant_beta', true)",
  "SELECT 1 LIMIT length(set_config('role', 'tenant_beta', true))",
  "SELECT CASE WHEN true THEN set_config('role', 'tenant_beta', true) END",
  "SELECT count(*) FILTER (WHERE set_config('role', 'tenant_beta', true) = '') FROM notes",
  "SELECT ARRAY[set_config('role', 'tenant_beta', true)]",
  "SELECT ROW(set_config('role', 'tenant_beta', true))",
  "SELECT 1 UNION SELECT length(set_config('role', 'tenant_beta', true))",
  "INSERT INTO notes VALUES (1, set_config('role', 'tenant_beta', true))",
  "INSERT INTO notes VALUES (1, '') ON CONFLICT (id) DO UPDATE SET body = set_config('role', 'x', true)",
  "INSERT INTO notes VALUES (1, '') RETURNING set_config('role', 'tenant_beta', true)",
  "UPDATE notes SET body = set_config('role', 'tenant_beta', true)",
  "DELETE FROM notes WHERE set_config('role', 'tenant_beta', true) = ''",
  "MERGE INTO notes n USING notes m ON true WHEN MATCHED THEN UPDATE SET body = set_config('role', 'x', true)",
  "VALUES (set_config('role', 'tenant_beta', true))",
  "EXPLAIN ANALYZE SELECT set_config('role', 'tenant_beta', true)",
  'SELECT setseed(0.5)',
  'SELECT set_limit(0.5)',
  // The same through a view that everybody may write to.
  "UPDATE pg_settings SET setting = 'tenant_beta' WHERE name = 'search_path'",
  "UPDATE pg_catalog.pg_settings SET setting = 'tenant_beta' WHERE name = 'search_path'",
  'UPDATE U&"pg\\005fsettings" AS notes SET setting = $1 WHERE name = $2',
  "WITH x AS (UPDATE pg_settings SET setting = 'on' WHERE name = 'x' RETURNING *) SELECT * FROM x",
  "EXPLAIN ANALYZE UPDATE pg_settings SET setting = 'tenant_beta' WHERE name = 'search_path'",
  // Functions that run SQL of their own, or reach beyond the transaction.
  "SELECT query_to_xml('SELECT set_config(''role'', ''x'', true)', true, false, '')",
  "SELECT query_to_xml_and_xmlschema('SELECT 1', true, false, '')",
  "SELECT schema_to_xml('tenant_beta', true, false, '')",
  "SELECT ts_stat('SELECT body FROM notes')",
  "SELECT * FROM dblink('dbname=app', 'SELECT 1') AS x(a int)",
  "SELECT dblink_exec('RESET ROLE')",
  "SELECT crosstab('SELECT 1')",
  'SELECT pg_advisory_lock(1)',
  'SELECT pg_try_advisory_lock(1)',
  'SELECT pg_advisory_unlock_all()',
  "SELECT pg_notify('channel', 'payload')",
  'SELECT pg_terminate_backend(1)',
  "SELECT pg_read_file('/etc/passwd')",
  "SELECT lo_import('/etc/passwd')",
  'SELECT loread(1, 2)',
  // Commands that are no query.
  'BEGIN',
  'COMMIT',
  'END',
  'ROLLBACK',
  'ROLLBACK AND CHAIN',
  'SAVEPOINT a',
  'PREPARE a AS SELECT 1',
  'EXECUTE a',
  'DEALLOCATE ALL',
  'DO $$ BEGIN RESET ROLE; END $$',
  'CALL change_role()',
  'COPY notes TO STDOUT',
  "COPY notes FROM PROGRAM 'id'",
  'LISTEN a',
  'NOTIFY a',
  'LOCK TABLE notes',
  'DECLARE a CURSOR WITH HOLD FOR SELECT 1',
  'CREATE TEMP TABLE a (b int)',
  'CREATE TABLE a AS SELECT 1',
  'SELECT 1 INTO TEMP a',
  'SELECT 1 INTO a UNION SELECT 2',
  'CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
  'ALTER ROLE app SET role TO tenant_beta',
  'GRANT tenant_beta TO tenant_acme',
  'DROP TABLE notes',
  'TRUNCATE notes',
  'VACUUM',
  "LOAD 'library'",
  'EXPLAIN EXECUTE a',
  'EXPLAIN ANALYZE CREATE TABLE a AS SELECT 1',
  // Other schemas.
  'SELECT * FROM tenant_beta.notes',
  'SELECT * FROM "tenant_beta" . "notes"',
  'SELECT * FROM U&"tenant\\005fbeta".notes',
  'SELECT * FROM app.public.notes',
  'SELECT * FROM pg_temp.notes',
  'SELECT * FROM notes JOIN tenant_beta.notes other USING (id)',
  'INSERT INTO tenant_beta.notes VALUES (1)',
  'INSERT INTO notes SELECT * FROM tenant_beta.notes',
  'UPDATE tenant_beta.notes SET body = $1',
  'DELETE FROM notes USING tenant_beta.notes other WHERE other.id = notes.id',
  'MERGE INTO notes USING tenant_beta.notes s ON true WHEN MATCHED THEN DELETE',
  'SELECT tenant_beta.change_role()',
  'SELECT $1::tenant_beta.kind',
  'SELECT id OPERATOR(tenant_beta.+) 1 FROM notes',
  'SELECT body COLLATE tenant_beta.c FROM notes',
  // Not one command.
  '',
  ';',
  '-- nothing',
  'SELECT 1; SELECT 2',
  'SELECT 1; RESET ROLE',
  "SELECT 1; SELECT '",
  'SELECT 1\0; RESET ROLE',
  'SELEC 1',
  `SELECT ${'('.repeat(100_000)}1${')'.repeat(100_000)}`,
];

test.each(allowed)('allows %s', (text) => {
  expect(() => checkStatement(text)).not.toThrow();
});

test.each(refused.map((text) => [text.slice(0, 100), text]))('refuses %s', (_shown, text) => {
  expect(() => checkStatement(text)).toThrow(expect.objectContaining({ code: 'refused-statement' }));
});

test('a statement is refused again after it was refused', () => {
  for (let time = 0; time < 2; time++) expect(() => checkStatement('RESET ROLE')).toThrow('refused');
});

test('the reason names the command or the function', () => {
  expect(() => checkStatement('RESET ROLE')).toThrow('not VariableSetStmt');
  expect(() => checkStatement("SELECT set_config('a', 'b', true)")).toThrow('set_config() changes a setting');
});

test('many different statements do not push out the check', () => {
  for (let number = 0; number < 3000; number++) checkStatement(`SELECT ${number}`);
  expect(() => checkStatement("SELECT set_config('a', 'b', true)")).toThrow('refused');
  expect(() => checkStatement('SELECT 0')).not.toThrow();
});
