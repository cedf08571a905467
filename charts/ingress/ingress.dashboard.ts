import { namespaces } from '../../config/contract';
import { scrapeJobs } from '../../config/monitoring';
import type { ComponentRows, Panel } from '../dashboard-row';

const entry = 'job="ingress",entrypoint="websecure"';
const probes = `job="${scrapeJobs.blackbox}"`;

const traffic: readonly Panel[] = [
  {
    title: 'Requests from outside',
    description: 'By status, as the ingress answered them.',
    kind: 'timeseries',
    unit: 'reqps',
    queries: [
      {
        expression: `sum by (code) (rate(traefik_entrypoint_requests_total{${entry}}[$__rate_interval]))`,
        legend: '{{code}}',
      },
    ],
  },
  {
    title: 'Errors from outside',
    description: 'Share of answers that are 5xx: what customers see, also when no pod is there to count.',
    kind: 'timeseries',
    unit: 'percentunit',
    queries: [
      {
        expression: `(sum(rate(traefik_entrypoint_requests_total{${entry},code=~"5.."}[$__rate_interval])) or vector(0)) / sum(rate(traefik_entrypoint_requests_total{${entry}}[$__rate_interval]))`,
        legend: 'failed',
      },
    ],
    alerts: [
      'ApiErrorBudgetBurnsFast',
      'ApiErrorBudgetBurns',
      'ApiErrorBudgetBurnsSlowly',
      'ApiErrorsHigh',
      'ApiErrorsVeryHigh',
      'SocketErrorsHigh',
    ],
    thresholds: [0.02, 0.05],
  },
  {
    title: 'Latency by service',
    description: 'p95 of what the ingress got from each service behind it. Sockets count until they end.',
    kind: 'timeseries',
    unit: 's',
    queries: [
      {
        expression:
          'histogram_quantile(0.95, sum by (le, service) (rate(traefik_service_request_duration_seconds_bucket{job="ingress",protocol="http"}[$__rate_interval])))',
        legend: '{{service}}',
      },
    ],
    alerts: ['ApiSlow', 'ApiVerySlow'],
    thresholds: [1, 2],
  },
  {
    title: 'Open connections',
    description: 'Of each pod of the ingress.',
    kind: 'timeseries',
    unit: 'short',
    queries: [{ expression: 'sum by (pod) (traefik_open_connections{job="ingress"})', legend: '{{pod}}' }],
  },
  {
    title: 'Traffic',
    description: 'Bytes a second, in and out: what leaves AWS costs.',
    kind: 'timeseries',
    unit: 'Bps',
    queries: [
      {
        expression: `sum(rate(traefik_entrypoint_requests_bytes_total{${entry}}[$__rate_interval]))`,
        legend: 'in',
      },
      {
        expression: `sum(rate(traefik_entrypoint_responses_bytes_total{${entry}}[$__rate_interval]))`,
        legend: 'out',
      },
    ],
  },
];

const outside: readonly Panel[] = [
  {
    title: 'Reachable from outside',
    description:
      'Share of the time shown above in which the address answered our probe. The objective is 99.9%.',
    kind: 'stat',
    unit: 'percentunit',
    queries: [
      {
        expression: `avg by (instance) (avg_over_time(probe_success{${probes}}[$__range]))`,
        legend: '{{instance}}',
      },
    ],
    alerts: ['SiteUnreachable'],
  },
  {
    title: 'Certificates that are shown end',
    description: 'Let’s Encrypt’s last 90 days and are renewed at 30. Less than 21: renewal does not work.',
    kind: 'stat',
    unit: 'dateTimeFromNow',
    queries: [
      {
        expression: `1000 * min by (instance) (probe_ssl_earliest_cert_expiry{${probes}})`,
        legend: '{{instance}}',
      },
    ],
    alerts: ['CertificateExpiresSoon', 'CertificateAboutToExpire'],
  },
  {
    title: 'Certificates of the ingress end',
    description: 'As it has loaded them, which may be newer than what was last shown.',
    kind: 'stat',
    unit: 'dateTimeFromNow',
    queries: [
      { expression: '1000 * min by (cn) (traefik_tls_certs_not_after{job="ingress"})', legend: '{{cn}}' },
    ],
    alerts: ['CertificateNotReady'],
  },
  {
    title: 'How long the probe took',
    description: 'From outside in and back, by phase.',
    kind: 'timeseries',
    unit: 's',
    queries: [{ expression: `avg by (phase) (probe_http_duration_seconds{${probes}})`, legend: '{{phase}}' }],
  },
];

/** The way in. */
export const ingressRows: ComponentRows = () => [
  {
    dashboard: 'infrastructure',
    title: 'Seen from outside',
    logs: `{namespace="${namespaces.ingress}"}`,
    panels: outside,
  },
  {
    dashboard: 'infrastructure',
    title: 'Ingress',
    logs: `{namespace="${namespaces.ingress}"}`,
    panels: traffic,
  },
];
