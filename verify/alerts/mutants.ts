import type { Alert } from '../../charts/alert';

/** An alert with one thing wrong. Its test has to see it. */
export interface Mutant {
  readonly fault: string;
  readonly alert: Alert;
}

const opposite: Readonly<Record<string, string>> = {
  '==': '!=',
  '<': '>=',
  '>': '<=',
  '<=': '>',
  '>=': '<',
};

/** A comparison, with the number that it compares to if it is one. Matchers of labels compare to quoted texts. */
const comparison = /(==|<=|>=|<|>)( (?:bool )?)(\d+(?:\.\d+)?(?![\w.]))?/g;

/**
 * Faults of thresholds, comparisons and durations: the first threshold three tenths lower and higher, every comparison
 * turned round, every further condition always true, the duration left out and doubled.
 */
export function mutantsOf(alert: Alert): Mutant[] {
  const comparisons = [...alert.expression.matchAll(comparison)];
  const replaced = (match: RegExpExecArray, text: string): Alert => ({
    ...alert,
    expression:
      alert.expression.slice(0, match.index) + text + alert.expression.slice(match.index + match[0].length),
  });
  return [
    ...comparisons.flatMap((match, index): Mutant[] => {
      const [whole, operator = '', space = ' ', number] = match;
      const turned = `${opposite[operator]}${space}${number ?? ''}`;
      const mutants = [{ fault: `${whole.trim()} is ${turned.trim()}`, alert: replaced(match, turned) }];
      if (number === undefined || Number(number) === 0 || operator === '==') return mutants;
      const others =
        index === 0
          ? [0.7, 1.3].map((factor) => String(Number((Number(number) * factor).toPrecision(6))))
          : ['-1'];
      return [
        ...mutants,
        ...others.map((other) => ({
          fault: `${whole.trim()} is ${operator} ${other}`,
          alert: replaced(match, `${operator}${space}${other}`),
        })),
      ];
    }),
    ...(alert.forMinutes > 0 ? [0, alert.forMinutes * 2] : []).map((forMinutes) => ({
      fault: `for ${alert.forMinutes} min is for ${forMinutes} min`,
      alert: { ...alert, forMinutes },
    })),
  ];
}
