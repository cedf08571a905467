import { liveSecretValues, Secret, secretMark } from './secret';
import { isSecretName, redactedMark, secretPatterns } from './secret-patterns';

/** Texts are cut here: nobody reads further, and no pattern has to. */
const longestText = 32_768;
const deepest = 12;
const mostEntries = 1000;
/** A sentence that begins with the name of a secret is no name. */
const fieldName = /^[\w.-]{1,60}$/;

export interface RedactorOptions {
  /**
   * Values that the process knows at its start and never shows: its encryption key, the passwords of its stores.
   * They are found in any text, also URL-encoded and in base64.
   */
  readonly knownSecrets?: readonly string[];
}

/** Takes secrets out of what is about to be logged. Never throws, and leaves what it is given as it was. */
export class Redactor {
  private readonly known: readonly string[];

  constructor(options: RedactorOptions = {}) {
    const forms = (options.knownSecrets ?? []).filter(({ length }) => length >= 6).flatMap(formsOf);
    this.known = [...new Set(forms)].sort((one, other) => other.length - one.length);
  }

  /** A text without secrets: known values first, then whatever looks like one. */
  text(text: string): string {
    let clean = text;
    for (const value of this.known) clean = clean.replaceAll(value, redactedMark);
    for (const value of liveSecretValues().flatMap(formsOf)) clean = clean.replaceAll(value, secretMark);
    if (clean.length > longestText) clean = `${clean.slice(0, longestText)}… [${text.length} characters]`;
    for (const { pattern, replacement } of secretPatterns) clean = clean.replace(pattern, replacement);
    return clean;
  }

  /** A finished log line, one JSON object: the fields of each level and its message. Other lines are taken as text. */
  line(line: string): string {
    let fields: unknown;
    try {
      fields = JSON.parse(line);
    } catch {
      return `${this.text(line.trimEnd())}\n`;
    }
    return `${JSON.stringify(this.value(fields))}\n`;
  }

  /**
   * A copy without secrets, of plain objects, arrays and texts. Fields with a secret's name are replaced whole; errors
   * become objects with their type, message, stack, cause and own fields; bytes become their length.
   */
  value(value: unknown): unknown {
    return this.copy(value, 0, new Set());
  }

  private copy(value: unknown, depth: number, above: ReadonlySet<object>): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value === 'bigint') return value.toString();
    if (typeof value === 'function' || typeof value === 'symbol') return undefined;
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof Secret) return secretMark;
    if (above.has(value)) return '[circular]';
    if (depth >= deepest) return '[too deep]';
    try {
      return this.copyObject(value, depth + 1, new Set([...above, value]));
    } catch {
      return '[unreadable]';
    }
  }

  private copyObject(value: object, depth: number, above: ReadonlySet<object>): unknown {
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
    if (value instanceof URL || value instanceof RegExp) return this.text(String(value));
    if (Array.isArray(value)) {
      return this.list(value, depth, above);
    }
    if (value instanceof Set) return this.list([...value], depth, above);
    if (value instanceof Map) return this.fields([...value], depth, above);
    if (value instanceof Error) return this.fields(errorFields(value), depth, above);
    if ('toJSON' in value && typeof value.toJSON === 'function')
      return this.copy(value.toJSON(), depth, above);
    return this.fields(Object.entries(value), depth, above);
  }

  /** A list of name and value, as HTTP's raw headers are, is treated as a field of that name. */
  private list(values: readonly unknown[], depth: number, above: ReadonlySet<object>): unknown[] {
    return values.slice(0, mostEntries).map((value, index) => {
      const before = values[index - 1];
      return index > 0 &&
        typeof before === 'string' &&
        fieldName.test(before) &&
        typeof value === 'string' &&
        holdsSecret(before, value)
        ? redactedMark
        : this.copy(value, depth, above);
    });
  }

  private fields(
    entries: readonly (readonly [unknown, unknown])[],
    depth: number,
    above: ReadonlySet<object>,
  ): Record<string, unknown> {
    return Object.fromEntries(
      entries
        .slice(0, mostEntries)
        .map(([name, value]) => [
          this.text(String(name)),
          holdsSecret(String(name), value) ? redactedMark : this.copy(value, depth, above),
        ]),
    );
  }
}

/** Whether a field is replaced whole. Whether a secret is there or not may be said, and how many tokens were counted. */
const holdsSecret = (name: string, value: unknown): boolean =>
  isSecretName(name) &&
  value !== null &&
  value !== undefined &&
  typeof value !== 'boolean' &&
  !(value instanceof Secret) &&
  !(typeof value === 'number' && /tokens$/i.test(name));

/** Ways in which a value turns up inside other texts. */
function formsOf(value: string): string[] {
  const base64 = Buffer.from(value).toString('base64');
  return [
    value,
    encodeURIComponent(value),
    encodeURI(value),
    JSON.stringify(value).slice(1, -1),
    // Of the last, incomplete group of three bytes only the certain digits.
    base64.slice(0, Math.floor(Buffer.byteLength(value) / 3) * 4),
  ].filter(({ length }) => length >= 6);
}

function errorFields(error: Error): [string, unknown][] {
  const { name, message, stack, cause, ...own } = error as Error & Record<string, unknown>;
  return [
    ['type', name],
    ['message', message],
    ['stack', stack],
    ...(cause === undefined ? [] : [['cause', cause] as [string, unknown]]),
    ...(error instanceof AggregateError ? [['errors', error.errors] as [string, unknown]] : []),
    ...Object.entries(own).filter(([field]) => field !== 'errors'),
  ];
}
