import type { Alert } from '../../charts/alert';
import type { PageTrial } from './page-trials';

/** What a page takes besides the alert's own wait. */
export interface Pace {
  /** Between two scrapes of the source that is scraped least often. */
  readonly scrapeSeconds: number;
  readonly evaluationSeconds: number;
  /** For further alerts of the same component. */
  readonly groupWaitSeconds: number;
}

/** For programs that start late, and for what is on its way. */
const spareSeconds = 30;

/** From the fault's first sample to the page, at most. */
export const promisedSeconds = (
  { forMinutes }: Pick<Alert, 'forMinutes'>,
  { shownAfter = 0 }: Pick<PageTrial, 'shownAfter'>,
  { scrapeSeconds, evaluationSeconds, groupWaitSeconds }: Pace,
): number =>
  (shownAfter + forMinutes) * 60 + scrapeSeconds + evaluationSeconds + groupWaitSeconds + spareSeconds;

const unitSeconds = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** Of a duration such as `15s`, as Prometheus and Alertmanager write it. @throws Error for another one. */
export function durationSeconds(text: string): number {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  if (!unit) throw new Error(`${text} is no duration of one unit`);
  return Number(count) * unitSeconds[unit as keyof typeof unitSeconds];
}
