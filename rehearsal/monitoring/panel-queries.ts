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

/** What stands for Grafana's variables. */
export interface PanelVariables {
  readonly rangeSeconds: number;
  /** The value of the label `tenant`. */
  readonly tenant: string;
}

const values = ({ rangeSeconds, tenant }: PanelVariables): Readonly<Record<string, string>> => ({
  // Four scrapes.
  $__rate_interval: '2m',
  $__range: `${rangeSeconds}s`,
  $tenant: tenant,
  '${tenant}': tenant,
  $namespace: '.+',
});

/** The objects of a chart, as far as they are looked at. */
interface RenderedObject {
  readonly kind: string;
  readonly data?: unknown;
}

/** Every query of every dashboard of rendered charts. */
export function panelQuestions(
  charts: readonly { readonly name: string; readonly objects: readonly RenderedObject[] }[],
  variables: PanelVariables,
): PanelQuestion[] {
  const chart = charts.find(({ name }) => name === 'dashboards');
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
          expression: filled(expr, variables),
        })),
      );
    });
}

const filled = (expression: string, variables: PanelVariables): string =>
  Object.entries(values(variables)).reduce(
    (text, [variable, value]) => text.replaceAll(variable, value),
    expression,
  );
