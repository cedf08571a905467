import { table } from '../report/table';
import { type Calendar, type CalendarEntry, failDays, tableDays, warnDays } from './calendar';
import type { Upgrade } from './upgrades';

/** The calendar for people. */
export const calendarText = ({ entries, checkedDaysAgo }: Calendar, upgrades: readonly Upgrade[]): string =>
  [
    ...table([
      ['what', 'version', 'ends', 'days', 'state'],
      ...entries.map(({ ends, days, state, title, version }) => [
        title,
        version,
        ends ?? 'not announced',
        days === null ? '' : String(days),
        state,
      ]),
    ]),
    '',
    `Warns ${warnDays} days before the end, fails the build ${failDays} days before it; what is not deployed only warns.`,
    `Dates: config/support-dates.ts, checked ${checkedDaysAgo} days ago${checkedDaysAgo > tableDays ? ': WARNS, look at the sources again' : ''}.`,
    ...entries.filter(({ state }) => state !== 'fine').map(warning),
    ...upgrades.flatMap(({ title, from, to, steps }) => [
      '',
      `Upgrade of ${title} from ${from} to ${to ?? 'a version that the table does not hold yet'}:`,
      ...steps.map((step, index) => `  ${index + 1}. ${step}`),
    ]),
  ].join('\n');

const warning = ({ state, title, version, ends, days, source }: CalendarEntry): string =>
  `${state.toUpperCase()}  ${title} ${version}: support ${days! < 0 ? 'ended' : 'ends'} on ${ends} (${source})`;
