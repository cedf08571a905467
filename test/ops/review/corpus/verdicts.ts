import { assess } from '../../../../ops/review/rules/assess';
import type { Side } from '../../../../ops/review/change';
import { type Review, review } from '../../../../ops/review/review';
import type { BaseName } from './bases';
import type { LabelledChange } from './labelled-change';
import { synthesizeEdit } from './synthesize-edit';

/** Reviews labelled changes; each environment that they are changes of is synthesized once. */
export class Verdicts {
  private readonly bases = new Map<BaseName, Promise<Side>>();

  /** What is wrong with the review of a change, as a person reads it; null: its verdict is the label's. */
  async failureOf(labelled: LabelledChange): Promise<string | null> {
    try {
      const before = await this.base(labelled.environment);
      const after = await synthesizeEdit(labelled.environment, labelled.edit);
      // A source edit may be one that changes nothing, such as a comment.
      if (!labelled.edit.sources && sameSides(before, after))
        return `${labelled.name}: the edit changes nothing`;
      return failureText(labelled, review(before, after, { assess }));
    } catch (error) {
      return `${labelled.name}: ${(error as Error).message}`;
    }
  }

  private base(name: BaseName): Promise<Side> {
    const known = this.bases.get(name) ?? synthesizeEdit(name);
    this.bases.set(name, known);
    return known;
  }
}

const sameSides = (before: Side, after: Side): boolean => JSON.stringify(before) === JSON.stringify(after);

/** null: the verdict is the label's, and so is the place where the risk was found. */
export function failureText(
  { name, expected, at, why }: LabelledChange,
  { verdict, changes }: Review,
): string | null {
  const found = at === undefined || changes.some(({ where, risk }) => where === at && risk === expected);
  if (verdict === expected && found) return null;
  return [
    `${name}: expected ${expected}${at === undefined ? '' : ` at ${at}`}, got ${verdict}`,
    `  label: ${why}`,
    ...changes.map(({ where, what, risk, why: reason }) => `  ${risk} ${where}: ${what}: ${reason}`),
  ].join('\n');
}
