import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  type GridPos,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type Panel as GrafanaPanel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import * as logs from '@grafana/grafana-foundation-sdk/logs';
import * as loki from '@grafana/grafana-foundation-sdk/loki';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import {
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { dataSources, type DataSourceUid } from '../../config/dashboards';
import { runbookPath } from '../../config/monitoring';
import type { DashboardRow, Panel, PanelQuery } from '../dashboard-row';
import { panelId } from './panel-id';
import { podLogLinks, rowLogLinks, runbookLinks, type SourceUrl } from './panel-links';

export const dataSourceRef = (uid: DataSourceUid): { type: string; uid: string } => ({
  type: dataSources[uid].type,
  uid,
});

/** A panel of a row, in Grafana's own form. */
export function panelBuilder(
  row: DashboardRow,
  panel: Panel,
  place: GridPos,
  sourceUrl: SourceUrl,
): Builder<GrafanaPanel> {
  const { dashboard } = row;
  const builder = ofKind(panel)
    .id(panelId(dashboard, row.title, panel.title))
    .title(panel.title)
    .description(description(panel))
    .datasource(dataSourceRef(panel.kind === 'logs' ? 'loki' : 'prometheus'))
    .gridPos(place)
    .links([...rowLogLinks(row), ...runbookLinks(panel, sourceUrl)]);
  if (panel.kind === 'logs') return builder;
  return builder
    .unit(panel.unit)
    .min(0)
    .noValue('no data')
    .thresholds(thresholds(panel))
    .dataLinks(podLogLinks(panel));
}

const description = ({ description, alerts = [] }: Panel): string =>
  [description, ...alerts.map((alert) => `${alert}: ${runbookPath(alert)}`)].join('\n\n');

function ofKind({ kind, queries, thresholds: lines = [] }: Panel) {
  switch (kind) {
    case 'timeseries': {
      const builder = new timeseries.PanelBuilder()
        .fillOpacity(10)
        .legend(
          new VizLegendOptionsBuilder()
            .displayMode(LegendDisplayMode.List)
            .placement(LegendPlacement.Bottom)
            .showLegend(true),
        )
        .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending))
        .targets(queries.map((query, index) => metricQuery(query, index).range()));
      return lines.length === 0
        ? builder
        : builder.thresholdsStyle(
            new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Line),
          );
    }
    case 'stat':
      return new stat.PanelBuilder().targets(
        queries.map((query, index) => metricQuery(query, index).instant()),
      );
    case 'table':
      return new table.PanelBuilder()
        .targets(
          queries.map((query, index) =>
            metricQuery(query, index).instant().format(prometheus.PromQueryFormat.Table),
          ),
        )
        .withTransformation({ id: 'organize', options: { excludeByName: { Time: true } } });
    case 'logs':
      return new logs.PanelBuilder()
        .showTime(true)
        .wrapLogMessage(true)
        .enableLogDetails(true)
        .targets(
          queries.map(({ expression }, index) =>
            new loki.DataqueryBuilder()
              .refId(letter(index))
              .datasource(dataSourceRef('loki'))
              .expr(expression)
              .maxLines(500),
          ),
        );
  }
}

const metricQuery = ({ expression, legend }: PanelQuery, index: number): prometheus.DataqueryBuilder =>
  new prometheus.DataqueryBuilder()
    .refId(letter(index))
    .datasource(dataSourceRef('prometheus'))
    .expr(expression)
    .legendFormat(legend);

const letter = (index: number): string => String.fromCharCode('A'.charCodeAt(0) + index);

/** Green below the first line. */
function thresholds({ thresholds: lines = [] }: Panel): ThresholdsConfigBuilder {
  const color = (index: number): string => (index === lines.length - 1 ? 'red' : 'yellow');
  return new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps([
      { color: 'green', value: null },
      ...lines.map((value, index) => ({ color: color(index), value })),
    ]);
}
