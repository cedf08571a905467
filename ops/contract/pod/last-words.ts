const lines = 4;
const characters = 800;

/** A line that tells of an error; a property of a printed error, such as `_hadError: false`, does not. */
const error =
  /(?:^|[\s"'[(:])(?:[A-Z]\w*)?Error\b(?!:? (?:false|null|[[{]))|\b(?:ERROR|error)\b(?!:? (?:false|null|[[{]))|\b(?:fatal|panic|denied|refused)\b/;

/** What a log says about an end, on one line, with secrets masked: its last errors, else its last lines. */
export function lastWords(log: string, secrets: readonly string[]): string {
  const all = log.trim().split('\n');
  const errors = all.filter((line) => error.test(line) && !/^\s+at /.test(line));
  const words = (errors.length > 0 ? errors : all).slice(-lines).join(' | ').slice(-characters);
  return secrets.reduce((text, secret) => text.replaceAll(secret, '[secret]'), words) || 'none';
}
