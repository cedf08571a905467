/**
 * Commands that version 2 of the AWS CLI alone has. PyPI has version 1, whose requests are the same; runbooks are for
 * version 2. https://awscli.amazonaws.com/v2/documentation/api/latest/reference/logs/tail.html
 */
const commands: Readonly<Record<string, readonly string[]>> = {
  'logs tail': [
    '--since',
    '--follow',
    '--format',
    '--filter-pattern',
    '--log-stream-names',
    '--log-stream-name-prefix',
    '--region',
  ],
};

/** What version 2 would say against a command that it alone has; null: nothing, undefined: version 1 has it too. */
export function version2Complaint(words: readonly string[]): string | null | undefined {
  const options = commands[words.slice(0, 2).join(' ')];
  if (!options) return undefined;
  const unknown = words.filter((word) => word.startsWith('--') && !options.includes(word));
  return unknown.length > 0 ? `unknown options: ${unknown.join(', ')}` : null;
}
