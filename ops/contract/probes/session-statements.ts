/** Settings that PgBouncer keeps for each client. https://www.pgbouncer.org/config.html, track_extra_parameters */
const kept =
  /^(?:client_encoding|datestyle|timezone|time zone|standard_conforming_strings|application_name|intervalstyle)\b/i;

const outliving: readonly RegExp[] = [
  /^LISTEN\b/i,
  /^PREPARE\s+(?!TRANSACTION\b)/i,
  /^CREATE\s+(?:LOCAL\s+|GLOBAL\s+)?TEMP(?:ORARY)?\b(?!.*ON\s+COMMIT\s+DROP)/is,
  /^DECLARE\b.*\bWITH\s+HOLD\b/is,
  /\bpg_(?:try_)?advisory_lock(?:_shared)?\s*\(/i,
  /\bset_config\s*\([^)]*,\s*(?:false|'f(?:alse)?')\s*\)/i,
];

const shownCharacters = 60;

/** Statements in PostgreSQL's log that leave something behind in the connection, each once, shortened. */
export function sessionStatements(log: string): string[] {
  const found = [...log.matchAll(/LOG:\s+(?:statement|execute [^:]*): (.*(?:\n\t.*)*)/g)]
    .flatMap(([, text]) => text!.replace(/\/\*.*?\*\/|--[^\n]*/gs, '').split(';'))
    .map((statement) => statement.replace(/\s+/g, ' ').trim())
    .filter(outlives);
  return [...new Set(found.map((statement) => statement.slice(0, shownCharacters)))];
}

function outlives(statement: string): boolean {
  const setting =
    /^SET\s+(?:SESSION\s+(?!CHARACTERISTICS\b))?(?!LOCAL\b|TRANSACTION\b|CONSTRAINTS\b)(.*)$/is.exec(
      statement,
    )?.[1];
  if (setting !== undefined) return !kept.test(setting);
  return outliving.some((pattern) => pattern.test(statement));
}
