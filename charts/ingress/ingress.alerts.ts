import { routesNamespace } from '../../config/contract';
import { scrapeJobs } from '../../config/monitoring';
import type { ComponentRules } from '../alert';

const daySeconds = 86_400;
const blackbox = `job="${scrapeJobs.blackbox}"`;

/** Seconds that the certificate which a host shows is still good for. Let’s Encrypt’s last 90 days and are renewed at 30. */
const remaining = `min by (instance) (probe_ssl_earliest_cert_expiry{${blackbox}} - time())`;

/** The way in, as a browser finds it. */
export const ingressAlerts: ComponentRules = ({ application }) => {
  const sockets = `job="ingress",service="${routesNamespace}-realtime-sticky-${application.port}@kubernetes"`;
  const requests = (more = ''): string => `sum(rate(traefik_router_requests_total{${sockets}${more}}[5m]))`;
  return {
    name: 'ingress',
    recordings: [],
    alerts: [
      {
        name: 'SiteUnreachable',
        severity: 'critical',
        owner: 'platform',
        expression: `max by (instance) (probe_success{${blackbox}}) == 0`,
        forMinutes: 3,
        summary: '{{ $labels.instance }} does not answer from outside: no customer can work.',
      },
      {
        name: 'SocketErrorsHigh',
        severity: 'critical',
        owner: 'platform',
        expression: `${requests(',code=~"5.."')} / ${requests()} > 0.05 and ${requests()} > 0.1`,
        forMinutes: 5,
        summary:
          '{{ $value | humanizePercentage }} of attempts to open a socket fail: customers see no progress until they reload.',
      },
      {
        name: 'CertificateExpiresSoon',
        severity: 'warning',
        owner: 'platform',
        expression: `${remaining} < ${21 * daySeconds}`,
        forMinutes: 60,
        summary:
          'The certificate of {{ $labels.instance }} ends in {{ $value | humanizeDuration }} and was not renewed: then every browser refuses it.',
      },
      {
        name: 'CertificateAboutToExpire',
        severity: 'critical',
        owner: 'platform',
        expression: `${remaining} < ${7 * daySeconds}`,
        forMinutes: 10,
        summary:
          'The certificate of {{ $labels.instance }} ends in {{ $value | humanizeDuration }}: then every browser refuses it.',
      },
      {
        name: 'CertificateNotReady',
        severity: 'warning',
        owner: 'platform',
        expression: `max by (namespace, name) (certmanager_certificate_ready_status{condition="True"}) == 0`,
        forMinutes: 60,
        summary:
          'Certificate {{ $labels.name }} ({{ $labels.namespace }}) is not issued or not renewed: what it protects stops when the old one ends.',
      },
    ],
  };
};
