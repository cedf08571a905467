import { runbookPath } from '../../../config/monitoring';
import type { PageDetails, PageEvent } from '../../../servers/pagerduty/pager-duty';
import type { ScenarioResult } from '../scenario';

/** A fault that was planted. */
export interface Planted {
  readonly alert: string;
  readonly secondsMax: number;
  /** In milliseconds since 1970. */
  readonly at: number;
}

/** Whether somebody is woken: what is not critical is told in working hours. */
export const isPage = ({ event_action: action, payload }: PageEvent): boolean =>
  action === 'trigger' && payload?.severity === 'critical';

const firingIn = ({ payload }: PageEvent): PageDetails['firing'] => payload?.custom_details?.firing ?? [];

/** Alerts that an event tells of. */
export const alertsOf = (event: PageEvent): readonly string[] =>
  firingIn(event).map(({ labels }) => labels.alertname ?? '');

/** Whether a link of an event is the panel of an alert that it tells of, at some time. */
const leadsToItsPanel = (event: PageEvent): boolean =>
  firingIn(event).some(({ annotations: { panel } }) =>
    event.links?.some(({ href }) => panel && href.startsWith(`${panel}&from=`)),
  );

export interface Pages {
  readonly planted: readonly Planted[];
  readonly events: readonly PageEvent[];
  /** Sentences of PagerDuty. */
  readonly refused: readonly string[];
  /** The one in the secret. */
  readonly routingKey: string;
}

/** Each fault has made one page, in time, with its runbook and a link to its panel, and nothing else has paged. */
export function judgePages({ planted, events, refused, routingKey }: Pages): ScenarioResult {
  const triggers = events.filter(isPage);
  const times = planted.map((fault) => {
    const found = triggers.find((event) => alertsOf(event).includes(fault.alert));
    return { ...fault, event: found, seconds: found ? (found.at - fault.at) / 1000 : null };
  });
  const expected = new Set(planted.map(({ alert }) => alert));
  const others = [...new Set(triggers.flatMap(alertsOf).filter((name) => !expected.has(name)))];
  const words = times.map(
    ({ alert, seconds, secondsMax }) =>
      `${alert} ${seconds === null ? 'never' : `after ${seconds.toFixed(0)} s`} (at most ${secondsMax})`,
  );
  return {
    figure: `${words.join(', ')}; ${others.length} other alerts paged (none may)`,
    figures: Object.fromEntries([
      ...times.flatMap(({ alert, seconds }) =>
        seconds === null ? [] : [[`secondsTo${alert}`, seconds] as const],
      ),
      ['otherAlertsPaged', others.length],
    ]),
    faults: [
      ...times.flatMap(({ alert, seconds, secondsMax, event }) => {
        if (!event || seconds === null) return [`${alert} did not page`];
        const runbooks = firingIn(event).map(({ annotations }) => annotations.runbook);
        return [
          ...(seconds > secondsMax ? [`${alert} paged after ${seconds.toFixed(0)} s`] : []),
          ...(runbooks.includes(runbookPath(alert)) ? [] : [`the page of ${alert} names no runbook`]),
          ...(leadsToItsPanel(event) ? [] : [`the page of ${alert} leads to no panel`]),
        ];
      }),
      ...others.map((name) => `${name} paged besides`),
      ...(events.some(({ routing_key: key }) => key !== routingKey)
        ? ['an event has another routing key than the secret']
        : []),
      ...refused.map((reason) => `PagerDuty refused an event: ${reason}`),
    ],
  };
}
