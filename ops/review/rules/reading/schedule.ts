const daysOf = { minute: 525_600, hour: 8_760, day: 365 } as const;

/** How many values a field of a cron expression stands for, of those that it can have. */
function count(field: string, possible: number): number {
  if (field === '*' || field === '?') return possible;
  return field.split(',').reduce((sum, part) => {
    const [range = '', step] = part.split('/');
    const [from, to] = range.split('-');
    const width =
      range === '*' || (step !== undefined && to === undefined)
        ? possible
        : to === undefined
          ? 1
          : span(from, to);
    return sum + Math.max(1, Math.ceil(width / Number(step ?? 1)));
  }, 0);
}

const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

function span(from = '', to = ''): number {
  const [first, last] = [from, to].map((text) =>
    dayNames.includes(text) ? dayNames.indexOf(text) : Number(text),
  );
  return (last ?? 0) - (first ?? 0) + 1;
}

/**
 * About how often a schedule of AWS, `cron(minute hour day month weekday year)` or `rate(n unit)`, runs in a year;
 * null for a text that is neither.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function runsPerYear(schedule: string): number | null {
  const [, amount, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule) ?? [];
  if (amount !== undefined) return Math.round(daysOf[unit as keyof typeof daysOf] / Number(amount));
  const [, text] = /^cron\((.+)\)$/.exec(schedule) ?? [];
  const [minute, hour, day, month, weekday] = text?.trim().split(/\s+/) ?? [];
  if (!minute || !hour || !day || !month || !weekday) return null;
  // One of the two is always `?`.
  const days =
    weekday === '?' || weekday === '*' ? count(day, 365 / 12) * count(month, 12) : weeks(weekday, month);
  return Math.round(count(minute, 60) * count(hour, 24) * days);
}

/** `SUN#1` and `SUNL`: one of the month's. */
function weeks(weekday: string, month: string): number {
  const once = /#|L$/.test(weekday);
  return once ? count(month, 12) : (count(weekday, 7) * 52 * count(month, 12)) / 12;
}
