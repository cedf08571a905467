import { undeployedInputs } from '../../charts/inputs';
import type { Alert } from '../../charts/alert';
import { alertPanelUrl } from '../../charts/dashboards/alert-panels';
import { dashboards } from '../../charts/dashboards/dashboards';
import { rowPlaces } from '../../charts/dashboards/panel-places';
import type { DashboardRow, Panel } from '../../charts/dashboard-row';
import { dashboardRows, renderCharts } from '../../charts/platform';
import { dashboardNames } from '../../config/dashboards';
import { production } from '../../config/environments/production';

const panel: Panel = {
  title: 'Clients',
  description: 'Of each pod.',
  kind: 'timeseries',
  unit: 'short',
  queries: [{ expression: 'sum by (pod) (up)', legend: '{{pod}}' }],
  alerts: ['PoolerDown'],
  thresholds: [50, 80],
};
const row: DashboardRow = { dashboard: 'infrastructure', title: 'Pooler', logs: null, panels: [panel] };

const built = (sourceUrl: string | null, rows: DashboardRow[] = [row]) =>
  JSON.parse(JSON.stringify(dashboards(rows, sourceUrl).find(({ uid }) => uid === 'infrastructure')));
const panelOf = (dashboard: ReturnType<typeof built>) => dashboard.panels[1];

test('there are the four of them, each under its name, in the newest schema that is read from files', () => {
  const all = dashboards(dashboardRows(production), null);
  expect(all.map(({ uid }) => uid)).toEqual(dashboardNames);
  expect(new Set(all.map(({ schemaVersion }) => schemaVersion))).toEqual(new Set([42]));
});

test('the same rows give the same bytes', () => {
  expect(JSON.stringify(built(null))).toBe(JSON.stringify(built(null)));
});

test('a panel keeps its id when others come before it', () => {
  const moved = built(null, [{ ...row, panels: [{ ...panel, title: 'New' }, panel] }]);
  expect(moved.panels[2].id).toBe(panelOf(built(null)).id);
});

test('a panel names the runbook of its alert', () => {
  expect(panelOf(built(null)).description).toBe('Of each pod.\n\nPoolerDown: docs/runbooks/PoolerDown.md');
  expect(panelOf(built(null)).links).toEqual([]);
});

test('where the repository can be read, the panel leads there', () => {
  expect(panelOf(built('https://example.com/main')).links).toMatchObject([
    { title: 'Runbook: PoolerDown', url: 'https://example.com/main/docs/runbooks/PoolerDown.md' },
  ]);
});

test('a value of a pod leads to the logs of that pod, at the panel’s time', () => {
  const [{ url }] = panelOf(built(null)).fieldConfig.defaults.links;
  const panes = JSON.parse(new URL(url, 'http://localhost').searchParams.get('panes')!);
  expect(panes.logs).toMatchObject({
    datasource: 'loki',
    queries: [{ expr: '{pod="${__field.labels.pod}"}' }],
    range: { from: '${__from}', to: '${__to}' },
  });
});

test('a panel leads to the logs of its row, at its time and with what is picked above it', () => {
  const logs = '{namespace="app"} | tenantSlug=`${tenant}`';
  const [{ url }] = panelOf(built(null, [{ ...row, logs }])).links;
  expect(url).toContain('${tenant}');
  const panes = JSON.parse(new URL(url, 'http://localhost').searchParams.get('panes')!);
  expect(panes.logs).toMatchObject({ queries: [{ expr: logs }], range: { from: '${__from}' } });
});

describe('an alert leads', () => {
  const alert: Alert = {
    name: 'PoolerDown',
    severity: 'critical',
    owner: 'platform',
    expression: 'up == 0',
    forMinutes: 1,
    summary: 'Requests of {{ $labels.namespace }} fail.',
  };
  const asking = (expression: string): Panel => ({ ...panel, queries: [{ expression, legend: '' }] });
  const picked = asking('up{namespace=~"$namespace"}');
  const ofTenant: DashboardRow = {
    ...row,
    dashboard: 'tenants',
    panels: [asking('tenant_sockets{tenant="$tenant"}')],
  };

  test('to the panel that explains it', () => {
    expect(alertPanelUrl(alert, [row])).toBe(
      `http://localhost:3000/d/infrastructure?viewPanel=panel-${panelOf(built(null)).id}`,
    );
  });

  test('with what the panel asks to be picked, by its labels', () => {
    expect(alertPanelUrl(alert, [{ ...row, panels: [picked] }])).toMatch(
      /&var-namespace=\{\{ \$labels\.namespace }}$/,
    );
  });

  test('past a panel of one tenant, when it is about none', () => {
    expect(alertPanelUrl(alert, [ofTenant, row])).toMatch('/d/infrastructure?');
    expect(alertPanelUrl({ ...alert, summary: '{{ $labels.tenant }} is cut off.' }, [ofTenant, row])).toMatch(
      '/d/tenants?',
    );
  });

  test('nowhere without a panel', () => {
    expect(alertPanelUrl(alert, [{ ...row, panels: [{ ...panel, alerts: [] }] }])).toBeNull();
  });
});

test('the thresholds of its alerts are lines, the last one red', () => {
  expect(panelOf(built(null)).fieldConfig.defaults.thresholds.steps).toEqual([
    { color: 'green', value: null },
    { color: 'yellow', value: 50 },
    { color: 'red', value: 80 },
  ]);
});

test('panels stand side by side as far as there is room, and none over another', () => {
  const { panels, bottom } = rowPlaces(
    [
      { kind: 'stat' },
      { kind: 'timeseries' },
      { kind: 'timeseries' },
      { kind: 'timeseries' },
      { kind: 'logs' },
    ],
    3,
  );
  expect(panels.map(({ x, y, w }) => [x, y, w])).toEqual([
    [0, 4, 6],
    [6, 4, 8],
    [14, 4, 8],
    [0, 12, 8],
    [0, 20, 24],
  ]);
  expect(bottom).toBe(32);
});

test('an image without metrics has no panels about it', () => {
  const application = { ...production.application, metricsPath: null };
  const rows = dashboardRows({ ...production, application });
  expect(rows.filter(({ dashboard }) => dashboard === 'tenants' || dashboard === 'business')).toEqual([]);
});

const objects = renderCharts(production, undeployedInputs(production)).find(
  ({ name }) => name === 'dashboards',
)!.objects;

test('Grafana has no Service: it is reached by port-forward alone', () => {
  expect(objects.map(({ kind }) => kind)).not.toContain('Service');
});

test('Grafana is a Deployment of one pod without a volume claim', () => {
  const deployments = objects.filter(({ kind }) => kind === 'Deployment');
  expect(deployments.map(({ spec }) => (spec as { replicas: number }).replicas)).toEqual([1]);
  expect(JSON.stringify(objects)).not.toContain('persistentVolumeClaim');
});
