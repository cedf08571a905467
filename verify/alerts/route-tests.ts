import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { alertmanagerConfiguration, receivers } from '../../charts/monitoring/alertmanager-configuration';
import { ruleGroups } from '../../charts/platform';
import { environments } from '../../config/load';
import { attempt } from '../../servers/command';
import { type Findings, findings, type Tool } from './tool';

/** Receiver of each severity. */
const ends = { critical: receivers.page, warning: receivers.notice, heartbeat: receivers.heartbeat } as const;

const heartbeat = { topicArn: 'arn:aws:sns:us-east-1:111122223333:heartbeat', region: 'us-east-1' };

/** Alertmanager reads the configuration of every environment, with a place for the heartbeat and without. */
export const acceptedRoutes = (amtool: Tool): Promise<Findings> =>
  findings(
    'configurations that amtool accepts',
    Object.keys(environments).flatMap((name) =>
      ([heartbeat, null] as const).map((target) => async () => {
        const path = configurationFile(amtool, name, target);
        const { code, stdout, stderr } = await attempt(amtool.program, ['check-config', path]);
        return code === 0 ? null : `Alertmanager of ${name}: ${stdout}${stderr}`;
      }),
    ),
  );

/** Each alert of every environment ends at one receiver, by its severity; one that nobody routed pages. */
export const alertRoutes = (amtool: Tool): Promise<Findings> =>
  findings(
    'alerts that end at their receiver',
    Object.values(environments).flatMap((environment) => {
      const path = configurationFile(amtool, environment.name, heartbeat);
      const routed = ruleGroups(environment).flatMap(({ name, alerts }) =>
        alerts.map((alert) => ({ component: name, ...alert, receiver: ends[alert.severity] })),
      );
      const unknown = {
        name: 'NobodyKnowsIt',
        severity: 'page',
        component: 'none',
        receiver: receivers.page,
      };
      return [...routed, unknown].map(({ name, severity, component, receiver }) => async () => {
        const labels = Object.entries({ alertname: name, severity, component }).map(
          ([key, value]) => `${key}=${value}`,
        );
        const { code, stdout, stderr } = await attempt(amtool.program, [
          ...['config', 'routes', 'test', `--config.file=${path}`, `--verify.receivers=${receiver}`],
          ...labels,
        ]);
        return code === 0
          ? null
          : `${environment.name}: ${name} does not end at ${receiver}: ${stdout}${stderr}`;
      });
    }),
  );

function configurationFile({ folder }: Tool, name: string, target: typeof heartbeat | null): string {
  const path = join(folder, `${name}-${target ? 'with' : 'without'}-heartbeat.yaml`);
  writeFileSync(path, stringify(alertmanagerConfiguration(environments[name]!, target)));
  return path;
}
