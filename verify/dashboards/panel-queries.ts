import { undeployedInputs } from '../../charts/inputs';
import { renderCharts } from '../../charts/platform';
import type { Environment } from '../../config/schema';

/** One query of one panel, as Grafana would ask it. */
export interface PanelQuestion {
  /** Dashboard and panel. */
  readonly panel: string;
  readonly language: 'promql' | 'logql';
  readonly expression: string;
}

interface Panel {
  readonly type: string;
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

/** What stands for Grafana's variables: the first tenant, every namespace, four scrapes, and the range. */
const values = (rangeSeconds: number): Readonly<Record<string, string>> => ({
  $__rate_interval: '2m',
  $__range: `${rangeSeconds}s`,
  $tenant: 'tenant-0',
  $namespace: '.+',
});

/** Every query of every dashboard of an environment. */
export function panelQuestions(environment: Environment, rangeSeconds: number): PanelQuestion[] {
  const chart = renderCharts(environment, undeployedInputs(environment)).find(
    ({ name }) => name === 'dashboards',
  );
  const files = (chart?.objects ?? []).flatMap(({ kind, data }) =>
    kind === 'ConfigMap' ? Object.entries(data as Record<string, string>) : [],
  );
  return files
    .filter(([file]) => file.endsWith('.json'))
    .flatMap(([, text]) => {
      const { uid, panels } = JSON.parse(text) as { uid: string; panels: Panel[] };
      return panels.flatMap(({ type, title, targets = [] }) =>
        targets.map(({ expr }) => ({
          panel: `${uid}/${title}`,
          language: type === 'logs' ? ('logql' as const) : ('promql' as const),
          expression: filled(expr, rangeSeconds),
        })),
      );
    });
}

const filled = (expression: string, rangeSeconds: number): string =>
  Object.entries(values(rangeSeconds)).reduce(
    (text, [variable, value]) => text.replaceAll(variable, value),
    expression,
  );
