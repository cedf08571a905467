export {};

const advice = 'If the change is meant: npm run snapshots:update, and review the difference with git diff.';
const diffLinesMax = 60;

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- how @types/jest is told of a matcher
  namespace jest {
    interface Matchers<R> {
      /** Equal to the text of a snapshot file; null: there is no such file. */
      toEqualSnapshot(expected: string | null): R;
    }
  }
}

expect.extend({
  toEqualSnapshot(text: string, expected: string | null) {
    const message = (): string => {
      if (expected === null) return `There is no such snapshot. ${advice}`;
      const lines = (this.utils.diff(expected, text, { expand: false, contextLines: 2 }) ?? '').split('\n');
      const rest = lines.length > diffLinesMax ? [`… ${lines.length - diffLinesMax} more lines`] : [];
      return [...lines.slice(0, diffLinesMax), ...rest, advice].join('\n');
    };
    return { pass: text === expected, message };
  },
});
