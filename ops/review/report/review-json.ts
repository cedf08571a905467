import type { FieldChange } from '../change';
import { isBlocked, type Review } from '../review';

/** The review for programs; costs are US dollars a month, after less before. */
export const reviewJson = (review: Review): object => ({
  verdict: review.verdict,
  blocked: isBlocked(review),
  from: review.before,
  to: review.after,
  changes: review.changes.map(({ where, what, risk, why, instead, id, assessments, accepted, change }) => ({
    where,
    what,
    risk,
    why,
    instead,
    id,
    accepted,
    assessments,
    fields: change.fields.map(fieldJson),
  })),
  cost: {
    floor: review.cost.floor,
    typical: review.cost.typical,
    ceiling: review.cost.ceiling,
    lines: review.cost.lines,
    findings: review.cost.findings,
  },
  faults: review.faults,
});

/** A field that is not there is null: JSON has no other word for it. */
const fieldJson = ({ path, before, after }: FieldChange): object => ({
  path,
  before: before ?? null,
  after: after ?? null,
});
