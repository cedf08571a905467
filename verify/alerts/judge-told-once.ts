import { alertsOf } from '../../rehearsal/scenarios/monitoring/judge-pages';
import type { PageEvent } from '../../servers/pagerduty/pager-duty';

/** Sentences about what was not told in one event of its own, and what was told besides. Empty: all is well. */
export function judgeToldOnce(wanted: readonly string[], events: readonly PageEvent[]): readonly string[] {
  const told = events.map(alertsOf);
  const others = [...new Set(told.flat())].filter((name) => !wanted.includes(name));
  return [
    ...wanted.flatMap((name) => {
      const times = told.filter((names) => names.includes(name)).length;
      return times === 1 ? [] : [`${name} was told ${times} times`];
    }),
    ...others.map((name) => `${name} was told besides`),
  ];
}
