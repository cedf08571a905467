import { bundleFiles, type SequenceValue } from './manifest';
import { escapeIdentifier } from 'pg';
import type { TableShape } from './schema-shape';

/** Settings under which COPY text was written. */
export const loadSettings = `SET LOCAL datestyle = 'ISO, YMD';
SET LOCAL intervalstyle = 'postgres';
SET LOCAL timezone = 'UTC';
SET LOCAL client_encoding = 'UTF8';
SET LOCAL check_function_bodies = off;
`;

/** Puts the sequences where they stood. */
export const sequenceStatements = (values: readonly SequenceValue[]): string =>
  values
    .map(({ name, lastValue, isCalled }) => {
      const sequence = escapeIdentifier(name).replaceAll("'", "''");
      return `SELECT pg_catalog.setval('${sequence}', ${BigInt(lastValue)}, ${isCalled});\n`;
    })
    .join('');

/** Text of load.sql, which needs psql, gzip and the bundle's folder as the current one. */
export function loadScript(
  schema: string,
  tables: readonly TableShape[],
  sequences: readonly SequenceValue[],
): string {
  const copies = tables.map(({ name, columns }) => {
    const into = `${escapeIdentifier(name)}${columns ? ` (${columns})` : ''}`;
    return `\\echo ${name}\n\\copy ${into} FROM PROGRAM 'gzip -dc ${bundleFiles.data(name)}'\n`;
  });
  return `-- Loads this bundle into a new schema of an empty database, from the bundle's folder:
--   psql "$DATABASE_URL" --set schema=${schema} --file ${bundleFiles.load}
\\set ON_ERROR_STOP on
\\if :{?schema}
\\else
  \\set schema ${schema}
\\endif
BEGIN;
${loadSettings}CREATE SCHEMA :"schema";
SET LOCAL search_path TO :"schema";
\\ir ${bundleFiles.schema}
${copies.join('')}${sequenceStatements(sequences)}\\ir ${bundleFiles.constraints}
COMMIT;
`;
}
