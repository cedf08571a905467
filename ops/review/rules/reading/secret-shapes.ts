import type { Json } from '../../change';
import { type Found, isObject, textOf } from './values';

/** Names of values that nobody but their owner may read. Names of files, ARNs and identifiers are none. */
const secretName =
  /(password|passwd|passphrase|secret|token|credential|api[-_]?key|private[-_]?key|encryption[-_]?key|access[-_]?key|auth[-_]?key)s?$/i;

/** Values that are secret whatever they are called: keys of AWS, GitHub, Slack, Stripe and model providers, JWTs, PEM. */
const secretValue =
  /AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY|\bgh[pousr]_\w{30,}|\bxox[abpr]-[\w-]{10,}|\bsk[-_](live|proj|ant)[-_]\w{10,}|\bsk-\w{20,}|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\./;

/** A password inside a URL. References that are filled in later, `$(NAME)`, `${Name}` and `{{resolve:…}}`, are none. */
const passwordInUrl = /\b[a-z][a-z0-9+.-]*:\/\/[^/\s:@${}]*:(?![$<{])[^/\s@]+@/i;

const reference = /\$\(|\$\{|\{\{resolve:/;
const plain = /^(true|false|none|null|required|optional|enabled|disabled|password|\d{1,5}|arn:.*|\/.*|)$/i;

/** Whether a named value is a secret written out instead of a reference to one. */
export function isSecretInClear(name: string, value: Found): boolean {
  if (typeof value !== 'string') return false;
  if (secretValue.test(value) || passwordInUrl.test(value)) return true;
  return secretName.test(name) && !reference.test(value) && !plain.test(value) && !/^https?:/i.test(value);
}

/** Paths of all secrets written out in a value, such as `Environment.Variables.API_KEY`. */
export function secretsInClear(value: Found, path: readonly string[] = []): readonly string[] {
  const name = path[path.length - 1] ?? '';
  if (Array.isArray(value)) {
    return (value as readonly Json[]).flatMap((item) => secretsInClear(item, path));
  }
  if (!isObject(value)) return isSecretInClear(name, value) ? [path.join('.')] : [];
  // A join of texts and references: the whole shows a password in a URL.
  if (value['Fn::Join'] !== undefined) return passwordInUrl.test(textOf(value)) ? [path.join('.')] : [];
  const { name: own, key, value: named } = value;
  const called = typeof own === 'string' ? own : typeof key === 'string' ? key : null;
  if (called !== null && typeof named === 'string') {
    return isSecretInClear(called, named) ? [[...path, called].join('.')] : [];
  }
  return Object.entries(value).flatMap(([child, item]) => secretsInClear(item, [...path, child]));
}
