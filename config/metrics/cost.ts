import { gauge, type MetricSource } from './metric';

const column = { column: ['floor', 'typical', 'ceiling'] };

/** Figures of `npx platform cost`, which Prometheus reads from a file of rules: docs/decisions/0038-dashboards.md. */
export const costMetrics: MetricSource = {
  title: 'platform cost',
  project: 'docs/cost.md',
  version: null,
  jobs: [],
  target: 'address',
  metrics: [
    gauge('platform_cost_monthly_usd', 'environment', column),
    gauge('platform_cost_stack_monthly_usd', 'environment', 'stack', column),
    gauge('platform_cost_line_monthly_usd', 'environment', 'stack', 'resource', 'item', 'price', column),
    gauge('platform_cost_provider_monthly_usd', 'environment', column),
    gauge('platform_cost_limit_monthly_usd', 'environment', column),
    gauge('platform_cost_assumed_customers', 'environment'),
    gauge('platform_cost_customers_monthly_usd', 'environment', 'customers'),
    gauge('platform_cost_customers_provider_monthly_usd', 'environment', 'customers'),
    gauge('platform_cost_customers_planned_monthly_usd', 'environment', 'customers'),
    gauge('platform_cost_per_customer_monthly_usd', 'environment', 'customers'),
    gauge('platform_cost_margin_ratio', 'environment', 'customers', 'price'),
    gauge('platform_cost_margin_after_providers_ratio', 'environment', 'customers', 'price'),
    gauge('platform_cost_unpriced_resources', 'environment'),
    gauge('platform_cost_unconfirmed_monthly_usd', 'environment'),
    gauge('platform_cost_oldest_price_timestamp_seconds', 'environment'),
    gauge('platform_cost_newest_price_timestamp_seconds', 'environment'),
  ],
};
