/** What stands for what was taken out. */
export const redactedMark = '[redacted]';

/**
 * Whether a field of this name holds a secret, whatever its value looks like. Spelling does not matter: `apiKey`,
 * `api_key` and `X-API-Key` are one.
 */
export function isSecretName(name: string): boolean {
  return secretName.test(name.toLowerCase().replace(/[^a-z0-9]/g, ''));
}

const secretName = new RegExp(
  [
    '(authorization|cookies?|passwords?|passwd|passphrase|pwd|secrets?|tokens?|jwt|credentials?)$',
    '(api|access|private|secret|encryption|signing|master|data)keys?$',
    '^(secretaccess|accesskey|sessionkey|databaseurl|databasereaderurl|redisurl|redisvolatileurl|dsn|connectionstring)',
    '^(pgpassword|redisauth|requirepass|clientassertion|otp|pin)$',
  ].join('|'),
);

interface SecretPattern {
  readonly pattern: RegExp;
  /** What takes its place; `$1` keeps what only introduces the secret. */
  readonly replacement: string;
}

const after = (introduction: string, secret: string, flags = 'gi'): SecretPattern => ({
  pattern: new RegExp(`(${introduction})${secret}`, flags),
  replacement: `$1${redactedMark}`,
});
const shape = (pattern: RegExp): SecretPattern => ({ pattern, replacement: redactedMark });

/** Quotes may have been escaped once or more, as in JSON inside JSON. */
const quote = `\\\\*["']`;
const fieldNames =
  '(?:pass(?:word|wd|phrase)|pwd|secret|token|api[-_ ]?key|access[-_]?key|private[-_]?key|signature|encryption[-_]?key)';

/**
 * Secrets that are known by their shape or by what stands before them, for texts: messages, stacks, URLs, bodies.
 * Lengths are bounded where a pattern could else read a long text again and again.
 * Shapes of providers' keys: https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml
 */
export const secretPatterns: readonly SecretPattern[] = [
  shape(/-----BEGIN [A-Z ]*PRIVATE KEY-----(?:[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----|[\s\S]*)/g),
  // User and password of a URL, also where the password holds an unescaped `@` or `/`; a port is no password.
  after('[a-z][a-z0-9+.-]{0,30}://', `[^\\s/?#"<>\\\\]*@(?=[^\\s])`),
  after(`[a-z][a-z0-9+.-]{0,30}://`, `[^\\s/:@"<>]*:(?!\\d+[/?#])[^\\s"<>]{0,300}@`),
  after(
    `[?&;](?:[\\w.-]*(?:token|key|secret|password|signature|credential|assertion)|code|sig)=`,
    `[^&\\s"'#<>\\\\]+`,
  ),
  after(`\\b(?:proxy-)?authorization${quote}?\\s*[:=]\\s*${quote}?`, `[^\\r\\n"'\\\\]+`),
  after(`\\b(?:set-)?cookie${quote}?\\s*[:=]\\s*${quote}?`, `[^\\r\\n"'\\\\]+`),
  after('\\b(?:Bearer|Basic|Negotiate)\\s+', '[A-Za-z0-9._~+/=-]{6,}'),
  after(
    `[\\w-]{0,40}${fieldNames}${quote}?\\s*[:=]\\s*${quote}?(?:Bearer\\s+)?`,
    `(?!\\[(?:redacted|secret)\\])[^\\s"'&,;)}\\\\]+`,
  ),
  shape(/\beyJ[A-Za-z0-9_-]{8,4096}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)*/g),
  shape(/\b(?:sk|rk|pk)[-_][A-Za-z0-9_-]{12,}/g),
  shape(/\bAIza[A-Za-z0-9_-]{20,}/g),
  shape(/\b(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/g),
  shape(
    /\b(?:gsk|hf|r8|xai|pplx|fw|nvapi|whsec|npm|gh[opsur]|github_pat|glpat|dapi|shpat)[-_][A-Za-z0-9_-]{16,}/g,
  ),
  shape(/\bxox[abeoprs]-[A-Za-z0-9-]{10,}/g),
];
