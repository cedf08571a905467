import { alertRules } from '../alerts/rendered-alerting';
import { inEach, listOf, resolve, resourcesOfTypes } from '../stack-resources';
import type { Law, Tree } from '../tree';

/** The runbook that an alarm's text names; null: none. */
export const runbookIn = (description: unknown): string | null =>
  typeof description === 'string' ? (/docs\/runbooks\/([\w-]+)\.md/.exec(description)?.[1] ?? null) : null;

/** Each alarm says what silence means, and tells the topic of its region when it fires and when it recovers. */
export const alarmsAct: Law = (tree) =>
  inEach(tree, 'AWS::CloudWatch::Alarm', (alarm, { stack }) => [
    ...(alarm.TreatMissingData ? [] : ['TreatMissingData is not spelled']),
    ...['AlarmActions', 'OKActions'].flatMap((field) => {
      const targets = listOf(alarm[field]).map((action) => resolve(tree, stack, action)?.target.type);
      return targets.includes('AWS::SNS::Topic') ? [] : [`${field} does not reach a topic`];
    }),
    ...(alarm.ActionsEnabled === false ? ['its actions are off'] : []),
  ]);

/** Each alarm names a runbook of its own, which exists. */
export const alarmsHaveRunbooks =
  (runbooks: readonly string[]): Law =>
  (tree) =>
    inEach(tree, 'AWS::CloudWatch::Alarm', ({ AlarmDescription }) => {
      const runbook = runbookIn(AlarmDescription);
      if (!runbook) return ['its description names no runbook'];
      return runbooks.includes(runbook) ? [] : [`docs/runbooks/${runbook}.md does not exist`];
    });

/** Runbooks that no alarm and no alert of any environment leads to. */
export function orphanedRunbooks(runbooks: readonly string[], trees: readonly Tree[]): string[] {
  const named = new Set(
    trees.flatMap((tree) => [
      ...resourcesOfTypes(tree, 'AWS::CloudWatch::Alarm').map(({ properties }) =>
        runbookIn(properties.AlarmDescription),
      ),
      ...alertRules(tree).map(({ annotations }) => runbookIn(annotations.runbook)),
    ]),
  );
  return runbooks
    .filter((runbook) => !named.has(runbook))
    .map((runbook) => `docs/runbooks/${runbook}.md: no alarm and no alert leads to it`);
}
