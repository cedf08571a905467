import { type AlertCase, counter } from '../alert-case';

const requests = (status: string): string =>
  `http_requests_total{job="api",method="GET",route="/v1/agents",status="${status}",tenant="acme"}`;

export const tenantCases: readonly AlertCase[] = [
  {
    alert: 'TenantOverQuota',
    series: {
      // The first hour has too few requests to say anything of their share.
      [requests('200')]: counter([60, 2], [60, 91], [120, 88], [60, 100]),
      [requests('429')]: counter([60, 3], [60, 9], [120, 12], [60, 0]),
    },
    silentAt: [59, 119, 145],
    firingAt: 170,
    recoveredAt: 270,
    labels: { severity: 'warning', owner: 'product', component: 'tenants', tenant: 'acme' },
    summary: '12% of the requests of acme are refused by its tier’s limits.',
  },
];
