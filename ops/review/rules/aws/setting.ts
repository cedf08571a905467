import type { Assessment, Risk } from '../../change';
import { at, type Found, isTrue, numberOf, same, textOf } from '../reading/values';
import type { AwsRule } from '../rule';

/** Whether a value is worse than the one before. */
export type Worsening = (before: Found, after: Found) => boolean;

/** A property whose change in one direction is a danger, whatever else changes. */
export interface Setting {
  readonly type: string;
  /** Below the resource's properties. */
  readonly path: readonly string[];
  readonly worse: Worsening;
  readonly risk: Risk;
  /** A sentence, or one made of the two values. */
  readonly why: string | ((before: string, after: string) => string);
  readonly instead?: string;
}

/** Judges each setting of a resource that is there on both sides. */
export const settingsRule =
  (settings: readonly Setting[]): AwsRule =>
  ({ before, after }) => {
    if (!before || !after) return [];
    return settings
      .filter(({ type }) => type === after.type)
      .flatMap((setting) =>
        assessed(setting, propertyOf(before.body, setting), propertyOf(after.body, setting)),
      );
  };

const propertyOf = (body: Found, { path }: Setting): Found => at(body, 'Properties', ...path);

function assessed({ worse, risk, why, instead }: Setting, before: Found, after: Found): Assessment[] {
  if (same(before, after) || !worse(before, after)) return [];
  const text = typeof why === 'string' ? why : why(shown(before), shown(after));
  return [{ risk, why: text, ...(instead !== undefined && { instead }) }];
}

const shown = (value: Found): string => (value === undefined ? 'nothing' : textOf(value));

/** The number goes down; `absent` is what CloudFormation takes where the property is missing. */
export const lowered =
  (absent: number): Worsening =>
  (before, after) =>
    compared(before, after, absent) > 0;

export const raised =
  (absent: number): Worsening =>
  (before, after) =>
    compared(before, after, absent) < 0;

/** 0 where one of the two is no number, such as a reference: nobody knows then. */
function compared(before: Found, after: Found, absent: number): number {
  const [old, now] = [before ?? absent, after ?? absent].map(numberOf);
  return typeof old === 'number' && typeof now === 'number' ? old - now : 0;
}

export const switchedOff: Worsening = (before, after) => isTrue(before) && !isTrue(after);
export const switchedOn: Worsening = (before, after) => !isTrue(before) && isTrue(after);
/** For what is on where the property is missing. */
export const switchedOffByName: Worsening = (before, after) =>
  before !== false && (after === false || after === 'false');
export const dropped: Worsening = (before, after) => before !== undefined && after === undefined;
export const leaves =
  (value: string): Worsening =>
  (before, after) =>
    before === value && after !== value;
export const becomes =
  (value: string): Worsening =>
  (before, after) =>
    before !== value && after === value;
export const altered: Worsening = (before, after) => before !== undefined && after !== undefined;
export const differs: Worsening = () => true;
