import { placeholder } from './page-commands';

/** Values by option, such as `--stack-name`; an option without a value has none. */
export type Options = ReadonlyMap<string, readonly string[]>;

/** Options of a command whose every option that takes values takes all words up to the next one, as the AWS CLI's do. */
export function greedyOptions(words: readonly string[]): Options {
  const options = new Map<string, string[]>();
  let last: string[] | undefined;
  for (const word of words) {
    if (word.startsWith('--')) {
      const [name = '', value] = word.split(/=(.*)/s);
      last = options.get(name) ?? [];
      options.set(name, last);
      if (value !== undefined) last.push(value);
    } else {
      last?.push(word);
    }
  }
  return options;
}

/**
 * Whether a word names something: not a value that an earlier command answered, not what a reader fills in, such as
 * `POD`, and not left out with an ellipsis.
 */
export const isLiteral = (word: string): boolean =>
  word !== '' &&
  !word.includes(placeholder) &&
  !word.includes('…') &&
  !/(^|[/=:])[A-Z][A-Z0-9_-]+$/.test(word);
