import type { Subject } from '../../../../ops/preflight/subject';
import type { RecordedAws } from '../recorded-aws';

/** One thing wrong with a healthy account, and what preflight has to say of it. */
export interface PlantedFault {
  /** As docs/preflight.md lists it. */
  readonly fault: string;
  readonly check: string;
  /** Of the one finding. */
  readonly what: RegExp;
  readonly command: RegExp;
  /** Changes AWS's answers. */
  readonly plant?: (aws: RecordedAws) => void;
  /** Changes what is deployed, or what machine and internet answer. */
  readonly subject?: Partial<Omit<Subject, 'account'>>;
}

/** AWS's error in the form of the recorded server. */
export const error = (status: number, code: string, message = code) => ({ status, code, message });
