import { inspect } from 'node:util';

/** What stands for a secret wherever one is printed. */
export const secretMark = '[secret]';

/** How many of the secrets in memory are looked for in log lines: the latest made. */
const watchedSecrets = 1000;
/** A shorter value would turn up in ordinary words. */
const shortestWatched = 8;

const watched: WeakRef<Secret>[] = [];

/**
 * A text that no log, error or JSON may show: it prints as `[secret]`, and only `reveal()` gives it away. As long as it
 * is in memory, the redactor also finds its value inside other texts.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
    if (value.length < shortestWatched) return;
    watched.push(new WeakRef(this));
    if (watched.length > watchedSecrets) watched.shift();
  }

  /** The text itself. Ask for it where it is sent, and keep it in no variable that outlives that. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return secretMark;
  }

  toJSON(): string {
    return secretMark;
  }

  [Symbol.toPrimitive](): string {
    return secretMark;
  }

  [inspect.custom](): string {
    return secretMark;
  }
}

/** Values of the secrets in memory, longest first, so that one which holds another goes whole. */
export function liveSecretValues(): string[] {
  const values = new Set<string>();
  for (let index = watched.length - 1; index >= 0; index--) {
    const value = watched[index]?.deref()?.reveal();
    if (value === undefined) watched.splice(index, 1);
    else values.add(value);
  }
  return [...values].sort((one, other) => other.length - one.length);
}
