import type { ComponentRows } from '../dashboard-row';

/** What the environment costs at list price, as `npx platform cost` computed it when it was last run. */
export const costRows: ComponentRows = ({ name }) => {
  const environment = `environment="${name}"`;
  const max = (metric: string, by: string, more = ''): string =>
    `max by (${by}) (platform_cost_${metric}{${environment}${more}})`;
  return [
    {
      dashboard: 'cost',
      title: 'AWS, at list price',
      logs: null,
      panels: [
        {
          title: 'A month',
          description:
            'Floor: nobody there. Typical: the customers that are assumed or metered. Ceiling: everything at its maximum. Without model providers and taxes.',
          kind: 'stat',
          unit: 'currencyUSD',
          queries: [{ expression: max('monthly_usd', 'column'), legend: '{{column}}' }],
        },
        {
          title: 'Room under the limit',
          description: 'A build above its limit fails; below 0 this one should have.',
          kind: 'stat',
          unit: 'currencyUSD',
          queries: [
            {
              expression: `${max('limit_monthly_usd', 'column')} - ${max('monthly_usd', 'column')}`,
              legend: '{{column}}',
            },
          ],
        },
        {
          title: 'Model providers, as assumed',
          description: 'A month, in no figure of AWS. Compare it with what was metered, below.',
          kind: 'stat',
          unit: 'currencyUSD',
          queries: [
            { expression: max('provider_monthly_usd', 'column', ',column="typical"'), legend: 'typical' },
          ],
        },
        {
          title: 'Prices are of',
          description:
            'The oldest and the newest price that was used. `npx platform cost refresh-prices` reads them anew.',
          kind: 'stat',
          unit: 'dateTimeFromNow',
          queries: [
            {
              expression: `1000 * ${max('oldest_price_timestamp_seconds', 'environment')}`,
              legend: 'oldest',
            },
            {
              expression: `1000 * ${max('newest_price_timestamp_seconds', 'environment')}`,
              legend: 'newest',
            },
          ],
        },
        {
          title: 'By stack, typical month',
          description: 'Where the money goes.',
          kind: 'table',
          unit: 'currencyUSD',
          queries: [
            {
              expression: `sort_desc(${max('stack_monthly_usd', 'stack', ',column="typical"')})`,
              legend: '{{stack}}',
            },
          ],
        },
        {
          title: 'Dearest lines, typical month',
          description: 'The fifteen of which a saving would show.',
          kind: 'table',
          unit: 'currencyUSD',
          queries: [
            {
              expression: `topk(15, ${max('line_monthly_usd', 'stack, item', ',column="typical"')})`,
              legend: '{{stack}} {{item}}',
            },
          ],
        },
        {
          title: 'Not sure',
          description:
            'Resources without a price, which no figure holds, and dollars whose price was not read from AWS’s list.',
          kind: 'stat',
          unit: 'short',
          queries: [
            { expression: max('unpriced_resources', 'environment'), legend: 'resources without a price' },
            { expression: max('unconfirmed_monthly_usd', 'environment'), legend: 'dollars unconfirmed' },
          ],
        },
      ],
    },
    {
      dashboard: 'cost',
      title: 'By customers',
      logs: null,
      panels: [
        {
          title: 'A customer costs',
          description: 'AWS alone, a month, when there are so many customers.',
          kind: 'table',
          unit: 'currencyUSD',
          queries: [{ expression: max('per_customer_monthly_usd', 'customers'), legend: '{{customers}}' }],
        },
        {
          title: 'Margin after AWS and model providers',
          description: 'Of each price in dollars, when there are so many customers.',
          kind: 'table',
          unit: 'percentunit',
          queries: [
            {
              expression: max('margin_after_providers_ratio', 'customers, price'),
              legend: '{{customers}} {{price}}',
            },
          ],
        },
        {
          title: 'Computed against planned',
          description: 'What a month costs with so many customers, over what was once planned for them.',
          kind: 'table',
          unit: 'percentunit',
          queries: [
            {
              expression: `${max('customers_monthly_usd', 'customers')} / ${max('customers_planned_monthly_usd', 'customers')}`,
              legend: '{{customers}}',
            },
          ],
        },
      ],
    },
  ];
};
