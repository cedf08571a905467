import {
  AnnotationQueryBuilder,
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import {
  type DashboardName,
  dashboardNames,
  type DashboardVariable,
  dashboardVariables,
} from '../../config/dashboards';
import type { DashboardRow } from '../dashboard-row';
import { dataSourceRef, panelBuilder } from './panel-builder';
import { panelId } from './panel-id';
import type { SourceUrl } from './panel-links';
import { rowPlaces } from './panel-places';

interface DashboardText {
  readonly title: string;
  /** Whose question it answers. */
  readonly description: string;
  /** How far back it looks when it is opened. */
  readonly from: string;
}

const texts: Readonly<Record<DashboardName, DashboardText>> = {
  tenants: {
    title: 'Tenant health',
    description: 'How one tenant is served: pick it above.',
    from: 'now-6h',
  },
  infrastructure: {
    title: 'Infrastructure health',
    description: 'What the platform runs on, from the nodes up to the way in.',
    from: 'now-3h',
  },
  business: {
    title: 'Business metrics',
    description: 'What tenants do with the product.',
    from: 'now-24h',
  },
  cost: {
    title: 'Cost tracking',
    description: 'What a month costs, and what model providers take, by tenant.',
    from: 'now-7d',
  },
};

const tag = 'platform';

/** The dashboards of an environment, each with the rows that parts bring to it, in their order. */
export const dashboards = (rows: readonly DashboardRow[], sourceUrl: SourceUrl): readonly Dashboard[] =>
  dashboardNames.map((name) =>
    dashboard(
      name,
      rows.filter((row) => row.dashboard === name),
      sourceUrl,
    ),
  );

function dashboard(name: DashboardName, rows: readonly DashboardRow[], sourceUrl: SourceUrl): Dashboard {
  const { title, description, from } = texts[name];
  const builder = new DashboardBuilder(title)
    .uid(name)
    .description(description)
    .tags([tag])
    .readonly()
    .timezone('utc')
    .time({ from, to: 'now' })
    .refresh('1m')
    .tooltip(DashboardCursorSync.Crosshair)
    .link(
      new DashboardLinkBuilder('Dashboards')
        .type(DashboardLinkType.Dashboards)
        .tags([tag])
        .asDropdown(true)
        .keepTime(true),
    )
    .annotation(firingAlerts)
    .variables(variablesOf(name));
  let top = 0;
  for (const row of rows) {
    const places = rowPlaces(row.panels, top);
    builder.withRow(new RowBuilder(row.title).id(panelId(name, row.title, '')).gridPos(places.title));
    row.panels.forEach((panel, index) =>
      builder.withPanel(panelBuilder(row, panel, places.panels[index]!, sourceUrl)),
    );
    top = places.bottom;
  }
  return builder.build();
}

/** A mark on every time axis while an alert fires. */
const firingAlerts = new AnnotationQueryBuilder()
  .name('Alerts')
  .datasource(dataSourceRef('prometheus'))
  .enable(true)
  .iconColor('red')
  .expr('ALERTS{alertstate="firing",severity!="heartbeat"}')
  .titleFormat('{{alertname}}')
  .textFormat('{{namespace}} {{pod}}')
  .tagKeys('severity');

const variablesOf = (name: DashboardName): QueryVariableBuilder[] =>
  (Object.keys(dashboardVariables) as DashboardVariable[])
    .filter((variable) => isOn(variable, name))
    .map(variableBuilder);

const isOn = (variable: DashboardVariable, name: DashboardName): boolean =>
  (dashboardVariables[variable].dashboards as readonly DashboardName[]).includes(name);

function variableBuilder(name: DashboardVariable): QueryVariableBuilder {
  const { label, description, values, multiple } = dashboardVariables[name];
  const builder = new QueryVariableBuilder(name)
    .label(label)
    .description(description)
    .datasource(dataSourceRef('prometheus'))
    .query({ query: values, refId: name })
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(multiple)
    .includeAll(multiple);
  return multiple ? builder.allValue('.+').current({ text: 'All', value: '$__all' }) : builder;
}
