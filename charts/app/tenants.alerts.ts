import type { ComponentRules } from '../alert';

/** Tenants with a label of their own: the first 200 that a pod sees. */
const named = 'job="api",tenant!~"none|other"';

const requests = (more = ''): string => `sum by (tenant) (rate(http_requests_total{${named}${more}}[30m]))`;

/** Customers at the end of what they bought: a talk with them, not a fault. */
export const tenantAlerts: ComponentRules = ({ application }) => ({
  name: 'tenants',
  recordings: [],
  alerts:
    application.metricsPath === null
      ? []
      : [
          {
            name: 'TenantOverQuota',
            severity: 'warning',
            owner: 'product',
            expression: `${requests(',status="429"')} / ${requests()} > 0.1 and ${requests()} > 0.1`,
            forMinutes: 30,
            summary:
              '{{ $value | humanizePercentage }} of the requests of {{ $labels.tenant }} are refused by its tier’s limits.',
          },
        ],
});
