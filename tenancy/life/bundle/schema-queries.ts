/**
 * PostgreSQL's catalogs as the statements that make a schema's objects again. Each answers rows of one column `sql`, in
 * an order that can be run. $1 is the schema, which must be the only one in search_path: then the catalogs' own
 * functions leave its name out of every text. https://www.postgresql.org/docs/17/functions-info.html
 */

const ofSchema = `(SELECT oid FROM pg_namespace WHERE nspname = $1)`;
const options = (relation: string): string =>
  `coalesce(' WITH (' || array_to_string(${relation}.reloptions, ', ') || ')', '')`;

const types = `
  SELECT format('CREATE TYPE %I AS ENUM (%s)', t.typname,
           (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid)) AS sql
  FROM pg_type t WHERE t.typnamespace = ${ofSchema} AND t.typtype = 'e' ORDER BY t.typname COLLATE "C"`;

const domains = `
  SELECT format('CREATE DOMAIN %I AS %s%s%s%s', t.typname, format_type(t.typbasetype, t.typtypmod),
           coalesce(' DEFAULT ' || t.typdefault, ''), CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END,
           coalesce((SELECT string_agg(format(' CONSTRAINT %I %s', conname, pg_get_constraintdef(c.oid, true)), '' ORDER BY conname COLLATE "C")
                     FROM pg_constraint c WHERE c.contypid = t.oid AND c.contype = 'c'), '')) AS sql
  FROM pg_type t WHERE t.typnamespace = ${ofSchema} AND t.typtype = 'd' ORDER BY t.oid`;

const sequenceOptions = `format('INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s%s',
  s.seqincrement, s.seqmin, s.seqmax, s.seqstart, s.seqcache, CASE WHEN s.seqcycle THEN ' CYCLE' ELSE '' END)`;

/** Those of identity columns are made with their columns. */
const sequences = `
  SELECT format('CREATE SEQUENCE %I AS %s %s', r.relname, format_type(s.seqtypid, NULL), ${sequenceOptions}) AS sql
  FROM pg_class r JOIN pg_sequence s ON s.seqrelid = r.oid
  WHERE r.relnamespace = ${ofSchema}
    AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = r.oid AND deptype = 'i')
  ORDER BY r.relname COLLATE "C"`;

const functions = (late: boolean): string => `
  SELECT replace(pg_get_functiondef(p.oid), quote_ident($1) || '.', '') AS sql
  FROM pg_proc p WHERE p.pronamespace = ${ofSchema} AND ${late ? '' : 'NOT'} (p.prosqlbody IS NOT NULL OR EXISTS (
    SELECT FROM unnest(p.proargtypes::oid[] || coalesce(p.proallargtypes, '{}') || p.prorettype) AS used (type)
    JOIN pg_type t ON t.oid = used.type LEFT JOIN pg_type e ON e.oid = t.typelem
    WHERE ${ofSchema} IN (t.typnamespace, e.typnamespace) AND 'c' IN (t.typtype, e.typtype)))
  ORDER BY p.oid`;

const identity = `(
  SELECT format(' GENERATED %s AS IDENTITY (SEQUENCE NAME %I %s)',
           CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END, q.relname, ${sequenceOptions})
  FROM pg_depend d JOIN pg_class q ON q.oid = d.objid JOIN pg_sequence s ON s.seqrelid = q.oid
  WHERE d.refobjid = a.attrelid AND d.refobjsubid = a.attnum AND d.deptype = 'i' AND a.attidentity <> '')`;

const columns = `(
  SELECT string_agg(format('%I %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
      CASE WHEN a.attcollation <> t.typcollation THEN ' COLLATE ' || a.attcollation::regcollation ELSE '' END,
      coalesce(${identity}, CASE WHEN a.attgenerated = 's' THEN format(' GENERATED ALWAYS AS (%s) STORED', pg_get_expr(d.adbin, d.adrelid))
        ELSE ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) END, ''),
      CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END), E',\\n  ' ORDER BY a.attnum)
  FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped)`;

const tables = `
  SELECT format(E'CREATE%s TABLE %I (\\n  %s\\n)%s', CASE r.relpersistence WHEN 'u' THEN ' UNLOGGED' ELSE '' END,
           r.relname, ${columns}, ${options('r')}) AS sql
  FROM pg_class r WHERE r.relnamespace = ${ofSchema} AND r.relkind = 'r' ORDER BY r.relname COLLATE "C"`;

const ownedSequences = `
  SELECT format('ALTER SEQUENCE %I OWNED BY %I.%I', q.relname, r.relname, a.attname) AS sql
  FROM pg_class q JOIN pg_depend d ON d.objid = q.oid AND d.classid = 'pg_class'::regclass AND d.deptype = 'a'
  JOIN pg_class r ON r.oid = d.refobjid JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = d.refobjsubid
  WHERE q.relnamespace = ${ofSchema} AND q.relkind = 'S' ORDER BY q.relname COLLATE "C"`;

const views = `
  SELECT format(E'CREATE VIEW %I%s AS\\n%s', r.relname, ${options('r')}, rtrim(pg_get_viewdef(r.oid, true), ';')) AS sql
  FROM pg_class r WHERE r.relnamespace = ${ofSchema} AND r.relkind = 'v' ORDER BY r.oid`;

const constraints = (kinds: string): string => `
  SELECT format('ALTER TABLE %I ADD CONSTRAINT %I %s', r.relname, c.conname, pg_get_constraintdef(c.oid, true)) AS sql
  FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
  WHERE c.connamespace = ${ofSchema} AND r.relkind = 'r' AND c.contype IN (${kinds})
  ORDER BY r.relname COLLATE "C", c.conname COLLATE "C"`;

const indexes = `
  SELECT pg_get_indexdef(i.indexrelid, 0, true) AS sql FROM pg_index i JOIN pg_class r ON r.oid = i.indexrelid
  WHERE r.relnamespace = ${ofSchema} AND r.relkind = 'i'
    AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x'))
  ORDER BY r.relname COLLATE "C"`;

const triggers = `
  SELECT pg_get_triggerdef(g.oid, true) || CASE g.tgenabled WHEN 'O' THEN '' ELSE format(';\nALTER TABLE %I %s TRIGGER %I', r.relname,
           CASE g.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END, g.tgname) END AS sql
  FROM pg_trigger g JOIN pg_class r ON r.oid = g.tgrelid
  WHERE r.relnamespace = ${ofSchema} AND NOT g.tgisinternal ORDER BY r.relname COLLATE "C", g.tgname COLLATE "C"`;

const comments = `
  SELECT CASE WHEN d.objsubid = 0 THEN format('COMMENT ON %s %I IS %L', CASE r.relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, r.relname, d.description)
              ELSE format('COMMENT ON COLUMN %I.%I IS %L', r.relname, a.attname, d.description) END AS sql
  FROM pg_description d JOIN pg_class r ON r.oid = d.objoid AND d.classoid = 'pg_class'::regclass
  LEFT JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = d.objsubid AND d.objsubid > 0
  WHERE r.relnamespace = ${ofSchema} AND r.relkind IN ('r', 'v') ORDER BY r.relname COLLATE "C", d.objsubid`;

/** In the order in which they run: everything that the rows need, then what is cheaper or only possible after them. */
export const schemaQueries = {
  beforeData: [types, domains, sequences, functions(false), tables, ownedSequences, functions(true), views],
  afterData: [constraints("'p', 'u', 'x', 'c'"), indexes, constraints("'f'"), triggers, comments],
} as const;

/** Tables with their columns that hold data, quoted, and the order that makes their text the same every time. */
export const tableQuery = `
  SELECT r.relname AS name,
    (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
     WHERE attrelid = r.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '') AS columns,
    coalesce((SELECT string_agg(quote_ident(a.attname) || CASE WHEN a.attcollation <> 0 THEN ' COLLATE "C"' ELSE '' END, ', ' ORDER BY k.place)
              FROM pg_index i CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, place)
              JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = k.number
              WHERE i.indrelid = r.oid AND i.indisprimary), 't.*::text COLLATE "C"') AS "orderBy"
  FROM pg_class r WHERE r.relnamespace = ${ofSchema} AND r.relkind = 'r' ORDER BY r.relname COLLATE "C"`;

/** What the queries above do not know, so that an export can refuse it by name. */
export const unsupportedQuery = `
  SELECT 'relation ' || relname || CASE relkind WHEN 'p' THEN ' (partitioned)' WHEN 'm' THEN ' (materialized view)'
      WHEN 'f' THEN ' (foreign table)' WHEN 'c' THEN ' (composite type)' ELSE ' (row security)' END AS what
  FROM pg_class WHERE relnamespace = ${ofSchema} AND (relkind NOT IN ('r', 'i', 'S', 'v') OR relrowsecurity)
  UNION ALL SELECT 'inheritance of ' || inhrelid::regclass FROM pg_inherits JOIN pg_class r ON r.oid = inhrelid
  WHERE r.relnamespace = ${ofSchema} AND r.relkind = 'r'
  UNION ALL SELECT 'table ' || relname || ' (name with other characters than letters, digits and underscores)'
  FROM pg_class WHERE relnamespace = ${ofSchema} AND relkind = 'r' AND relname !~ '^[A-Za-z0-9_]+$'
  UNION ALL SELECT 'type ' || typname FROM pg_type
  WHERE typnamespace = ${ofSchema} AND typtype NOT IN ('e', 'd', 'c') AND typcategory <> 'A'
  UNION ALL SELECT 'function ' || proname FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
  WHERE pronamespace = ${ofSchema} AND (prokind NOT IN ('f', 'p') OR lanname NOT IN ('sql', 'plpgsql'))
  UNION ALL SELECT 'function ' || proname || ' (names its own schema: leave the name out)' FROM pg_proc
  WHERE pronamespace = ${ofSchema} AND concat_ws(' ', prosrc, proconfig::text) ~ ('\\m' || $1 || '\\M')
  UNION ALL SELECT 'rule ' || rulename FROM pg_rewrite w JOIN pg_class r ON r.oid = ev_class
  WHERE r.relnamespace = ${ofSchema} AND rulename <> '_RETURN'
  UNION ALL SELECT DISTINCT 'object of ' || classid::regclass FROM pg_depend
  WHERE refclassid = 'pg_namespace'::regclass AND refobjid = ${ofSchema}
    AND classid NOT IN ('pg_class'::regclass, 'pg_type'::regclass, 'pg_proc'::regclass, 'pg_default_acl'::regclass)
  ORDER BY 1`;
