import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { production } from '../../config/environments/production';
import type { PagerDuty, PageEvent } from '../../servers/pagerduty/pager-duty';
import { type PagingConfiguration, renderedPaging } from '../pages/adapted-configuration';
import { localPagerDuty } from '../pages/local-pager-duty';
import { type PostedAlert, RunningAlertmanager } from '../pages/running-alertmanager';
import { type Findings, findings, type Tool } from './tool';

const sourceUrl = 'https://git.example.com/platform/blob/main';
const panel = 'http://localhost:3000/d/infrastructure?viewPanel=panel-1&var-namespace=app';
const runbook = 'docs/runbooks/PodsCrashing.md';
const startsAt = new Date('2026-01-31T12:00:00Z');
const anHourEarlier = Date.parse('2026-01-31T11:00:00Z');

/** What Alertmanager sends of an alert has links to its panel, at its time, and to its runbook; its end has none. */
export const pagesLead = (alertmanager: Tool): Promise<Findings> =>
  findings('pages that lead to panel and runbook', [
    async () => {
      const { trigger, resolve } = await pageOf(alertmanager);
      const expected = [
        { href: `${panel}&from=${anHourEarlier}&to=now`, text: 'Panel' },
        { href: `${sourceUrl}/${runbook}`, text: 'Runbook' },
      ];
      const [found, wanted] = [trigger.links, expected].map((links) => JSON.stringify(links));
      if (found !== wanted) return `a page has the links ${found}, not ${wanted}`;
      if (resolve.links !== undefined) return `the end of a page has links: ${JSON.stringify(resolve.links)}`;
      // A text of the form `a: b` arrives as an object.
      const details = JSON.stringify(trigger.payload?.custom_details?.alerts);
      return details.includes(`${runbook} ${panel}`) ? null : `details name no panel: ${details}`;
    },
  ]);

interface Page {
  readonly trigger: PageEvent;
  readonly resolve: PageEvent;
}

/** Tells Alertmanager, as production configures it, of an alert and of its end. */
async function pageOf({ program, folder }: Tool): Promise<Page> {
  const { pagerDuty, at } = await localPagerDuty(folder);
  try {
    const alertmanager = await RunningAlertmanager.start({
      program,
      folder: join(folder, 'page'),
      configuration: impatient(),
      routingKey: 'a'.repeat(32),
      pagerDuty: at,
    });
    try {
      await alertmanager.tell([alert]);
      const trigger = await eventOf(pagerDuty, 'trigger');
      await alertmanager.tell([{ ...alert, endsAt: new Date().toISOString() }]);
      return { trigger, resolve: await eventOf(pagerDuty, 'resolve') };
    } finally {
      await alertmanager.stop();
    }
  } finally {
    await pagerDuty.stop();
  }
}

/** Production's configuration, which waits for nothing. */
function impatient(): PagingConfiguration {
  const monitoring = { ...production.monitoring, grafana: { ...production.monitoring.grafana, sourceUrl } };
  const rendered = renderedPaging({ ...production, monitoring });
  return { ...rendered, route: { ...rendered.route, group_wait: '0s', group_interval: '1s' } };
}

const alert: PostedAlert = {
  labels: { alertname: 'PodsCrashing', severity: 'critical', component: 'pods', owner: 'product' },
  annotations: { summary: 'Pods crash.', runbook, panel },
  startsAt: startsAt.toISOString(),
};

async function eventOf(
  { events, refused }: PagerDuty,
  action: PageEvent['event_action'],
): Promise<PageEvent> {
  for (let seconds = 0; seconds < 30; seconds += 0.2) {
    const event = events.find((one) => one.event_action === action);
    if (event) return event;
    await sleep(200);
  }
  throw new Error(`Alertmanager sent no ${action} within 30 s; refused: ${refused.join(', ') || 'nothing'}`);
}
