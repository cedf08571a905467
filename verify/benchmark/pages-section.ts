import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { context } from '../../cdk.json';
import { production } from '../../config/environments/production';
import { platform } from '../../lib/platform';
import { alarmsOf } from '../pages/cloudwatch-alarms';
import { pagesOfAlerts } from '../pages/pages-of-alerts';
import type { TimeToPage } from '../pages/time-to-page';
import { temporaryFolder } from '../temporary-folder';

/** From the fault to the page, of every alert that pages. Takes half an hour, nearly all of it waiting. */
export async function pagesSection(): Promise<string> {
  const pages = await pagesOfAlerts();
  const failed = pages.filter(({ faults }) => faults.length > 0);
  if (failed.length > 0) process.exitCode = 1;
  const rows = [...pages].sort((one, other) => other.promisedSeconds - one.promisedSeconds);
  return `${pages.length} faults of ${new Set(pages.map(({ alert }) => alert)).size} alerts, each with a Prometheus and an Alertmanager of its own; ${failed.length === 0 ? 'all told in time, and nothing else paged' : `${failed.length} not as promised`}.

| alert | seconds of the fault that were written down before | seconds to the page | at most |
|---|---|---|---|
${rows.map(rowOf).join('\n')}
${failed.map(({ alert, faults }) => `\n${alert}: ${faults.join('; ')}.\n`).join('')}
${alarmTable()}`;
}

const rowOf = ({ alert, measuredSeconds, promisedSeconds, rememberedSeconds }: TimeToPage): string =>
  `| ${alert} | ${rememberedSeconds || ''} | ${measuredSeconds === null ? 'never' : measuredSeconds.toFixed(0)} | ${promisedSeconds} |`;

/** CloudWatch tells at the end of the last bad period, at the latest when a fault begins just after a period did. */
function alarmTable(): string {
  const outdir = join(temporaryFolder('alarms'), production.name);
  const app = new App({ outdir, context, builtinCloudFormationValidation: false, treeMetadata: false });
  platform(app, production);
  app.synth();
  const rows = alarmsOf(outdir).map(
    ({ name, periodSeconds, periods }) =>
      `| ${name} | ${periods} x ${periodSeconds} | ${(periods + 1) * periodSeconds} |`,
  );
  // One in each region is one line.
  const lines = [...new Set(rows)];
  return `These page by CloudWatch and cannot be measured here: bad periods in a row, and a period that the fault was only a part of.

| alarm | seconds | to the page, at most |
|---|---|---|
${lines.join('\n')}
`;
}
