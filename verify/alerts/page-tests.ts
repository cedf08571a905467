import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { alertmanagerConfiguration, receivers } from '../../charts/monitoring/alertmanager-configuration';
import { production } from '../../config/environments/production';
import { freePort } from '../../servers/free-port';
import { PagerDuty, type PageEvent } from '../../servers/pagerduty/pager-duty';
import { selfSignedCertificate } from '../../servers/self-signed-certificate';
import { ServerProcess } from '../../servers/server-process';
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
  const [port, pagerDutyPort] = [await freePort(), await freePort()];
  const files = selfSignedCertificate(folder);
  const pagerDuty = await PagerDuty.start({
    host: '127.0.0.1',
    port: pagerDutyPort,
    key: readFileSync(files.key, 'utf8'),
    certificate: readFileSync(files.certificate, 'utf8'),
  });
  const configuration = join(folder, 'alertmanager.yml');
  writeFileSync(configuration, stringify(impatient(folder, pagerDutyPort)));
  const server = new ServerProcess({
    program,
    arguments: [
      `--config.file=${configuration}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ],
    folder,
    logFile: join(folder, 'log'),
    port,
    readySeconds: 30,
  });
  try {
    await server.start();
    const told = (action: PageEvent['event_action']): Promise<PageEvent> => eventOf(pagerDuty, action);
    await tell(port, {});
    const trigger = await told('trigger');
    await tell(port, { endsAt: new Date().toISOString() });
    return { trigger, resolve: await told('resolve') };
  } finally {
    await server.end('SIGTERM');
    await pagerDuty.stop();
    rmSync(join(folder, 'data'), { recursive: true, force: true });
  }
}

/** Production's configuration, which waits for nothing, with another address of PagerDuty. */
function impatient(folder: string, pagerDutyPort: number): object {
  const keyFile = join(folder, 'routing-key');
  writeFileSync(keyFile, 'a'.repeat(32));
  const monitoring = { ...production.monitoring, grafana: { ...production.monitoring.grafana, sourceUrl } };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- YAML is walked freely
  const settings: any = alertmanagerConfiguration({ ...production, monitoring }, null);
  const [event] = settings.receivers.find(
    ({ name }: { name: string }) => name === receivers.page,
  ).pagerduty_configs;
  Object.assign(event, {
    url: `https://127.0.0.1:${pagerDutyPort}/v2/enqueue`,
    routing_key_file: keyFile,
    http_config: { tls_config: { insecure_skip_verify: true } },
  });
  Object.assign(settings.route, { group_wait: '0s', group_interval: '1s' });
  return settings;
}

async function tell(port: number, more: object): Promise<void> {
  const alert = {
    labels: { alertname: 'PodsCrashing', severity: 'critical', component: 'pods', owner: 'product' },
    annotations: { summary: 'Pods crash.', runbook, panel },
    startsAt: startsAt.toISOString(),
    ...more,
  };
  const response = await fetch(`http://127.0.0.1:${port}/api/v2/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([alert]),
  });
  if (!response.ok) throw new Error(`Alertmanager refuses an alert: ${await response.text()}`);
}

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
