import { inEach, type LocatedResource, resolve, resourcesOfTypes } from '../stack-resources';
import type { Law, Tree } from '../tree';

/** Lambda makes a missing log group by itself, and that one is kept for ever. */
export const functionsHaveLogGroups: Law = (tree) =>
  inEach(tree, 'AWS::Lambda::Function', (_, lambda) =>
    logGroupOf(tree, lambda) ? [] : ['no log group of its own'],
  );

export const logGroupsExpire: Law = (tree) =>
  inEach(tree, 'AWS::Logs::LogGroup', ({ RetentionInDays }) =>
    RetentionInDays ? [] : ['keeps its logs for ever'],
  );

/** The group that a function names, or the one that carries the function's name. */
function logGroupOf(tree: Tree, { stack, id, properties }: LocatedResource): LocatedResource | undefined {
  const named = resolve(tree, stack, properties.LoggingConfig?.LogGroup)?.target;
  return resourcesOfTypes(tree, 'AWS::Logs::LogGroup').find(
    (group) =>
      group.name === named?.name ||
      (group.stack === stack &&
        JSON.stringify(group.properties.LogGroupName) ===
          JSON.stringify({ 'Fn::Join': ['', ['/aws/lambda/', { Ref: id }]] })),
  );
}
