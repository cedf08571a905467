/**
 * What the agent takes out of every line, whoever wrote it: RE2, whose groups are replaced. The application redacts
 * before it writes (tenancy/logging); these are for other programs, and for a product image that does not.
 * Shapes of keys: https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml
 */
export const redactions: readonly string[] = [
  // Authorization headers; not the words "basic" and "bearer" in a sentence.
  '\\b[Bb]earer\\s+([A-Za-z0-9._~+/=-]{16,})',
  '\\b[Bb]asic\\s+([A-Za-z0-9+/]{12,}={0,2})',
  // JSON web tokens.
  '(\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*)',
  // Keys of model providers, of AWS and of GitHub.
  '(\\bsk-[A-Za-z0-9_-]{20,})',
  '(\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b)',
  '(\\bgh[opsur]_[A-Za-z0-9]{20,})',
  // The password of a URL.
  '\\b[a-z][a-z0-9+.-]{1,20}://[^\\s/:@"]*:([^\\s/@"]+)@',
  '(-----BEGIN [A-Z ]*PRIVATE KEY-----[A-Za-z0-9+/=\\s\\\\]*)',
];

export const redactedMark = '[redacted]';
