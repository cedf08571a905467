import { routesNamespace } from '../../config/contract';
import type { Alert, ComponentRules, RecordingRule } from '../alert';

/** Share of requests that may fail: the objective is 99.9% over 30 days. */
const errorBudget = 0.001;

/** Under six requests a minute one failure is a large share; then the probe from outside tells of an outage. */
const leastRequestsPerSecond = 0.1;

/**
 * How many times too fast the budget is spent, over a long window and a short one: the first shows that it matters, the
 * second that it still goes on. https://sre.google/workbook/alerting-on-slos/#6-multiwindow-multi-burn-rate-alerts
 */
const burns = {
  fast: { rate: 14.4, long: '1h', short: '5m' },
  steady: { rate: 6, long: '6h', short: '30m' },
  slow: [
    { rate: 3, long: '1d', short: '2h' },
    { rate: 1, long: '3d', short: '6h' },
  ],
} as const;

interface Burn {
  readonly rate: number;
  readonly long: string;
  readonly short: string;
}

const spendsTooFast = ({ rate, long, short }: Burn): string => {
  const most = Number((rate * errorBudget).toPrecision(3));
  return [
    `api:request_errors:ratio_rate${long} > ${most}`,
    `api:request_errors:ratio_rate${short} > ${most}`,
    `api:requests:rate${long} > ${leastRequestsPerSecond}`,
  ].join(' and ');
};

const enoughRequests = `api:requests:rate5m > ${leastRequestsPerSecond}`;
const failing = '{{ $value | humanizePercentage }} of API requests fail';

/**
 * What customers feel of the API, as the ingress sees it: an answer that no pod gave counts too, and any image has it.
 * Only answers of 5xx are failures; refusals by rate limits are not.
 */
export const requestAlerts: ComponentRules = ({ application }) => {
  // The Service's name in Traefik: https://doc.traefik.io/traefik/reference/install-configuration/observability/metrics/
  const routed = `job="ingress",service="${routesNamespace}-api-${application.port}@kubernetes"`;
  const windows = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'];
  const requests = (window: string, more = ''): string =>
    `sum(rate(traefik_router_requests_total{${routed}${more}}[${window}]))`;
  return {
    name: 'api',
    recordings: [
      ...windows.flatMap((window): RecordingRule[] => [
        { record: `api:requests:rate${window}`, expression: requests(window) },
        {
          record: `api:request_errors:ratio_rate${window}`,
          expression: `${requests(window, ',code=~"5.."')} / ${requests(window)}`,
        },
      ]),
      {
        record: 'api:request_duration_seconds:p95_rate5m',
        expression: `histogram_quantile(0.95, sum by (le) (rate(traefik_router_request_duration_seconds_bucket{${routed}}[5m])))`,
      },
    ],
    alerts: [...burnAlerts, ...thresholdAlerts],
  };
};

const burnAlerts: readonly Alert[] = [
  {
    name: 'ApiErrorBudgetBurnsFast',
    severity: 'critical',
    owner: 'platform',
    expression: spendsTooFast(burns.fast),
    forMinutes: 2,
    summary: `${failing} over the last hour: at this rate the month’s error budget is gone in two days.`,
  },
  {
    name: 'ApiErrorBudgetBurns',
    severity: 'critical',
    owner: 'platform',
    expression: spendsTooFast(burns.steady),
    forMinutes: 15,
    summary: `${failing} over the last six hours: at this rate the month’s error budget is gone in five days.`,
  },
  {
    name: 'ApiErrorBudgetBurnsSlowly',
    severity: 'warning',
    owner: 'platform',
    expression: burns.slow.map((burn) => `(${spendsTooFast(burn)})`).join(' or '),
    forMinutes: 60,
    summary: `${failing} over a day or longer: the month ends under 99.9%.`,
  },
];

/** requirements.md's figures. Latency is the time within which 95 of 100 requests are answered. */
const thresholdAlerts: readonly Alert[] = [
  {
    name: 'ApiErrorsVeryHigh',
    severity: 'critical',
    owner: 'platform',
    expression: `api:request_errors:ratio_rate5m > 0.05 and ${enoughRequests}`,
    forMinutes: 2,
    summary: `${failing}: customers see errors all over the application.`,
  },
  {
    name: 'ApiErrorsHigh',
    severity: 'warning',
    owner: 'platform',
    expression: `api:request_errors:ratio_rate5m > 0.02 and ${enoughRequests}`,
    forMinutes: 10,
    summary: `${failing}: some customers see errors.`,
  },
  {
    name: 'ApiVerySlow',
    severity: 'critical',
    owner: 'platform',
    expression: `api:request_duration_seconds:p95_rate5m > 2 and ${enoughRequests}`,
    forMinutes: 5,
    summary:
      'One API request in twenty takes over {{ $value | humanizeDuration }}: the application feels stuck.',
  },
  {
    name: 'ApiSlow',
    severity: 'warning',
    owner: 'platform',
    expression: `api:request_duration_seconds:p95_rate5m > 1 and ${enoughRequests}`,
    forMinutes: 10,
    summary:
      'One API request in twenty takes over {{ $value | humanizeDuration }}: the application feels slow.',
  },
];
