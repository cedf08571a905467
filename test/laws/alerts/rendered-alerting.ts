import { parse } from 'yaml';
import type { Json, Tree } from '../tree';

/** A rule that alerts, as Prometheus mounts it. */
export interface AlertRule {
  readonly alert: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What a file of a ConfigMap of the namespace `monitoring` says; undefined: there is none. */
function fileOf(tree: Tree, configMap: string, file: string): Json {
  const object: Json = tree.charts
    .flatMap(({ objects }) => objects)
    .find(
      ({ kind, metadata }) =>
        kind === 'ConfigMap' && metadata.namespace === 'monitoring' && metadata.name === configMap,
    );
  return object && parse(object.data[file]);
}

/** Every alert that an environment's Prometheus evaluates. */
export const alertRules = (tree: Tree): AlertRule[] =>
  (fileOf(tree, 'prometheus', 'rules.yml')?.groups ?? []).flatMap((group: Json) =>
    group.rules
      .filter(({ alert }: Json) => alert)
      .map(({ alert, labels = {}, annotations = {} }: Json) => ({ alert, labels, annotations })),
  );

export const alertmanagerSettings = (tree: Tree): Json => fileOf(tree, 'alertmanager', 'alertmanager.yml');
