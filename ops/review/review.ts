import { type AcceptedAs, type Acceptance, acceptanceOf, unusedAcceptances } from './acceptances';
import { type Assessment, type Change, type Risk, risks, type Side, worstOf } from './change';
import { changeId, whatOf, whereOf } from './change-names';
import { changesBetween } from './changes/changes';
import { type CostDifference, costDifference, type Priced } from './cost-difference';
import type { World } from './rules/rule';

/** The rules: everything that they say of a change, in any order. */
export type Assess = (change: Change, world: World) => readonly Assessment[];

/** A change with its verdict. */
export interface AssessedChange {
  /** By which an acceptance names it, such as `production-database/Instance:DBInstanceClass`. */
  readonly id: string;
  /** Such as `production-database/Instance` or `kubernetes/app/Deployment/api`. */
  readonly where: string;
  /** What differs, in one line. */
  readonly what: string;
  readonly risk: Risk;
  /** Of the worst assessment. */
  readonly why: string;
  readonly instead: string | null;
  /** All assessments, the worst first. */
  readonly assessments: readonly Assessment[];
  /** null: nobody accepted this risk. */
  readonly accepted: AcceptedAs | null;
  readonly change: Change;
}

export interface Review {
  readonly before: string;
  readonly after: string;
  /** The worst of all changes, accepted ones too. */
  readonly verdict: Risk;
  /** The worst first. */
  readonly changes: readonly AssessedChange[];
  readonly cost: CostDifference;
  /** Acceptances that accept nothing, one sentence each. */
  readonly faults: readonly string[];
}

export interface ReviewOptions {
  readonly assess: Assess;
  /** Default: none. */
  readonly acceptances?: readonly Acceptance[];
  /** Until when acceptances hold is compared with it. Default: now. */
  readonly today?: Date;
  /** Whose prices count. Default: the cost is not compared. */
  readonly priced?: Priced;
}

/** Risks that end a review with 1 unless they are accepted. */
const refused: readonly Risk[] = ['downtime', 'exposure', 'data-loss'];

/** Everything that the change from one side to another does. */
export function review(before: Side, after: Side, options: ReviewOptions): Review {
  const { assess, acceptances = [], today = new Date(), priced } = options;
  const world = { before, after };
  const changes = changesBetween(before, after)
    .map((change) => assessed(change, assess(change, world)))
    .map((change) => ({ ...change, accepted: acceptanceOf(change, acceptances, today) }))
    .sort((one, other) => rank(other.risk) - rank(one.risk));
  return {
    before: before.name,
    after: after.name,
    verdict: worstOf(changes.map(({ risk }) => risk)),
    changes,
    cost: costDifference(before, after, priced),
    faults: unusedAcceptances(changes.filter(isRefused), acceptances, today),
  };
}

/** Whether somebody has to look before this is deployed. */
export const isBlocked = ({ changes, faults }: Review): boolean =>
  faults.length > 0 || changes.some((change) => isRefused(change) && change.accepted === null);

export const isRefused = ({ risk }: Pick<AssessedChange, 'risk'>): boolean => refused.includes(risk);

const rank = (risk: Risk): number => risks.indexOf(risk);

function assessed(change: Change, found: readonly Assessment[]): Omit<AssessedChange, 'accepted'> {
  const assessments = [...found, ...unknown(change, found)].sort(
    (one, other) => rank(other.risk) - rank(one.risk),
  );
  const { risk, why, instead = null } = assessments[0] ?? harmless;
  return {
    id: changeId(change),
    where: whereOf(change),
    what: whatOf(change),
    risk,
    why,
    instead,
    assessments,
    change,
  };
}

const harmless: Assessment = { risk: 'safe', why: 'No rule finds harm in it.' };

/** A replacement of which no rule says what it does is not safe by that. */
const unknown = (change: Change, found: readonly Assessment[]): Assessment[] =>
  change.source === 'aws' &&
  change.replacement !== 'never' &&
  worstOf(found.map(({ risk }) => risk)) === 'safe'
    ? [
        {
          risk: 'downtime',
          why: `CloudFormation ${change.replacement} replace it, and no rule knows what that means for customers.`,
        },
      ]
    : [];
