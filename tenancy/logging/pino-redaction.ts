import type { Redactor } from './redactor';

/** The part of pino's options that redaction fills; pino itself is the application's package. */
export interface PinoRedaction {
  readonly formatters: {
    readonly log: (fields: Record<string, unknown>) => Record<string, unknown>;
  };
  readonly hooks: { readonly streamWrite: (line: string) => string };
}

/**
 * Options for `pino({ …, ...pinoRedaction(redactor) })`. Fields are cleaned while errors and bytes are still what they
 * are; then each finished line, with its message, the fields of child loggers and what serializers added.
 */
export function pinoRedaction(redactor: Redactor): PinoRedaction {
  const fields = (values: Record<string, unknown>): Record<string, unknown> =>
    redactor.value(values) as Record<string, unknown>;
  return {
    formatters: { log: fields },
    hooks: { streamWrite: (line) => redactor.line(line) },
  };
}
