import { parse } from 'yaml';
import { objectsOfKind } from '../kubernetes-objects';
import type { Json, Tree } from '../tree';

const rulesOf = (tree: Tree): Json[] =>
  objectsOfKind(tree, 'ConfigMap')
    .filter(({ metadata }) => metadata.name === 'prometheus')
    .flatMap(({ data }: Json) => parse(data['rules.yml']).groups)
    .flatMap(({ rules }: Json) => rules);

/** Names of the alerts that Prometheus may raise. */
export const alertsOf = (tree: Tree): ReadonlySet<string> =>
  new Set(rulesOf(tree).flatMap(({ alert }) => alert ?? []));

export interface RenderedAlert {
  readonly name: string;
  readonly severity: string;
  readonly summary: string;
  /** Where it says that its panel is; empty: nowhere. */
  readonly panelUrl: string;
}

export const renderedAlerts = (tree: Tree): RenderedAlert[] =>
  rulesOf(tree)
    .filter(({ alert }) => alert)
    .map(({ alert, labels, annotations }) => ({
      name: alert,
      severity: labels?.severity ?? '',
      summary: annotations?.summary ?? '',
      panelUrl: annotations?.panel ?? '',
    }));

/** Names of the series that its rules make. */
export const recordedSeries = (tree: Tree): ReadonlySet<string> =>
  new Set(rulesOf(tree).flatMap(({ record }) => record ?? []));

export const ruleExpressions = (tree: Tree): { readonly rule: string; readonly expression: string }[] =>
  rulesOf(tree).map(({ alert, record, expr }) => ({ rule: alert ?? record, expression: expr }));
