import { type AlertCase, counter, gauge } from '../alert-case';

const page = { severity: 'critical', owner: 'platform', component: 'ingress' };
const notice = { ...page, severity: 'warning' };
const site = 'https://app.genericcorp.com/health';
const route = 'job="ingress",service="app-realtime-sticky-3000@kubernetes",router="app",method="GET"';
const answered = (code: string): string => `traefik_router_requests_total{${route},code="${code}"}`;
const daySeconds = 86_400;

/** A certificate that ends so many days after minute 0, and one for half a year when it is renewed. */
const certificate = (days: number, renewedAtMinute: number) => ({
  [`probe_ssl_earliest_cert_expiry{job="blackbox",instance="${site}"}`]: gauge(
    [renewedAtMinute, days * daySeconds],
    [120, 180 * daySeconds],
  ),
});

export const ingressCases: readonly AlertCase[] = [
  {
    alert: 'SiteUnreachable',
    series: {
      [`probe_success{job="blackbox",instance="${site}",replica="0"}`]: gauge([20, 1], [20, 0], [20, 1]),
      [`probe_success{job="blackbox",instance="${site}",replica="1"}`]: gauge(
        [10, 0],
        [10, 1],
        [20, 0],
        [20, 1],
      ),
    },
    silentAt: [15, 19, 22],
    firingAt: 24,
    recoveredAt: 41,
    labels: { ...page, instance: site },
    summary: `${site} does not answer from outside: no customer can work.`,
  },
  {
    alert: 'SocketErrorsHigh',
    series: {
      // Then nobody is there but a client that fails.
      [answered('101')]: counter([30, 96], [30, 94], [30, 100], [30, 0]),
      [answered('502')]: counter([30, 4], [30, 6], [30, 0], [30, 5]),
    },
    silentAt: [29, 35, 119],
    firingAt: 40,
    recoveredAt: 75,
    labels: page,
    summary: '6% of attempts to open a socket fail: customers see no progress until they reload.',
  },
  {
    alert: 'CertificateExpiresSoon',
    series: certificate(21.1, 300),
    silentAt: [100, 180],
    firingAt: 240,
    recoveredAt: 301,
    labels: { ...notice, instance: site },
    summary: `The certificate of ${site} ends in 20d 22h 24m 0s and was not renewed: then every browser refuses it.`,
  },
  {
    alert: 'CertificateAboutToExpire',
    series: certificate(7.1, 300),
    silentAt: [100, 150],
    firingAt: 160,
    recoveredAt: 301,
    labels: { ...page, instance: site },
    summary: `The certificate of ${site} ends in 6d 23h 44m 0s: then every browser refuses it.`,
  },
  {
    alert: 'CertificateNotReady',
    series: {
      'certmanager_certificate_ready_status{job="cert-manager",condition="True",namespace="temporal",name="temporal-internode"}':
        gauge([30, 1], [90, 0], [30, 1]),
      'certmanager_certificate_ready_status{job="cert-manager",condition="False",namespace="temporal",name="temporal-internode"}':
        gauge([30, 0], [90, 1], [30, 0]),
    },
    silentAt: [29, 88],
    firingAt: 91,
    recoveredAt: 121,
    labels: { ...notice, namespace: 'temporal', name: 'temporal-internode' },
    summary:
      'Certificate temporal-internode (temporal) is not issued or not renewed: what it protects stops when the old one ends.',
  },
];
