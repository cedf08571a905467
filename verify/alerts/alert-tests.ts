import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Alert, RuleGroup } from '../../charts/alert';
import { ruleFile } from '../../charts/monitoring/rule-file';
import { ruleGroups } from '../../charts/platform';
import { production } from '../../config/environments/production';
import { environments } from '../../config/load';
import { attempt } from '../../servers/command';
import type { AlertCase } from '../../test/alerts/alert-case';
import { alertCases } from '../../test/alerts/all-cases';
import { promtoolFile } from '../../test/alerts/promtool-file';
import { mutantsOf } from './mutants';
import { type Findings, findings, type Tool } from './tool';

/** promtool parses the rules of every environment. */
export const acceptedRules = (promtool: Tool): Promise<Findings> =>
  findings(
    'rule files that promtool accepts',
    Object.values(environments).map((environment) => async () => {
      const path = join(promtool.folder, `${environment.name}.yaml`);
      writeFileSync(path, stringify(ruleFile(ruleGroups(environment), environment)));
      const { code, stdout, stderr } = await attempt(promtool.program, ['check', 'rules', path]);
      return code === 0 ? null : `rules of ${environment.name}: ${stdout}${stderr}`;
    }),
  );

/** Each alert of production passes its test. */
export const alertLives = (promtool: Tool): Promise<Findings> =>
  findings(
    'alerts that live as their tests say',
    testedAlerts().map((tested) => async () => {
      const fault = await failedTest(promtool, tested.alert.name, tested);
      return fault && `${tested.alert.name}: ${fault}`;
    }),
  );

/** No fault that is planted in an alert passes its test. */
export const plantedFaults = (promtool: Tool): Promise<Findings> =>
  findings(
    'planted faults that tests see',
    testedAlerts().flatMap((tested) =>
      mutantsOf(tested.alert).map(({ fault, alert }, index) => async () => {
        const seen = await failedTest(promtool, `${alert.name}-${index}`, { ...tested, alert });
        if (seen === null) return `${alert.name}: its test does not see that ${fault}`;
        return seen.includes('parse error') ? `${alert.name}: ${fault}: ${seen}` : null;
      }),
    ),
  );

interface TestedAlert {
  readonly group: RuleGroup;
  readonly alert: Alert;
  readonly cases: readonly AlertCase[];
}

/** A law holds that each alert but the heartbeat has a case. */
const testedAlerts = (): TestedAlert[] =>
  ruleGroups(production).flatMap((group) =>
    group.alerts
      .map((alert) => ({ group, alert, cases: alertCases.filter((one) => one.alert === alert.name) }))
      .filter(({ cases }) => cases.length > 0),
  );

/** Runs an alert's tests, with the recordings that it reads and no other alert. null: they passed. */
async function failedTest(
  { program, folder }: Tool,
  name: string,
  { group, alert, cases }: TestedAlert,
): Promise<string | null> {
  const own = join(folder, name);
  mkdirSync(own);
  const recordings = group.recordings.filter(({ record }) => alert.expression.includes(record));
  const rules = ruleFile([{ ...group, recordings, alerts: [alert] }], production);
  writeFileSync(join(own, 'rules.yaml'), stringify(rules));
  const tests = cases.map((alertCase, index) => {
    const path = join(own, `${index}.yaml`);
    writeFileSync(path, stringify(promtoolFile('rules.yaml', alertCase, alert.panelUrl ?? null)));
    return path;
  });
  const { code, stdout, stderr } = await attempt(program, ['test', 'rules', ...tests]);
  return code === 0 ? null : `${stdout}\n${stderr}`.trim();
}
