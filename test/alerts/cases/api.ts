import { type AlertCase, counter } from '../alert-case';

const route = 'job="ingress",service="app-api-3000@kubernetes",router="app"';
const answered = (code: string): string => `traefik_router_requests_total{${route},code="${code}"}`;
const within = (le: string): string => `traefik_router_request_duration_seconds_bucket{${route},le="${le}"}`;

const page = { severity: 'critical', owner: 'platform', component: 'api' };
const notice = { ...page, severity: 'warning' };

/** A thousand requests a sample, of which so many fail. */
const requests = (...phases: readonly (readonly [samples: number, failures: number])[]) => ({
  [answered('200')]: counter(...phases.map(([samples, failures]) => [samples, 1000 - failures] as const)),
  [answered('503')]: counter(...phases),
});

/** A hundred requests a minute, of which so many take between `slow` and twice as long. */
const durations = (slow: number, ...phases: readonly (readonly [minutes: number, late: number])[]) => ({
  ...requests([phases.reduce((sum, [minutes]) => sum + minutes, 0), 0]),
  [within('0.5')]: counter(...phases.map(([minutes]) => [minutes, 0] as const)),
  [within(`${slow}`)]: counter(...phases.map(([minutes, late]) => [minutes, 100 - late] as const)),
  [within(`${2 * slow + (slow === 2 ? 1 : 0)}`)]: counter(
    ...phases.map(([minutes]) => [minutes, 100] as const),
  ),
  [within('+Inf')]: counter(...phases.map(([minutes]) => [minutes, 100] as const)),
});

export const apiCases: readonly AlertCase[] = [
  {
    alert: 'ApiErrorsVeryHigh',
    series: requests([60, 48], [30, 60], [60, 48]),
    silentAt: [10, 59, 62],
    firingAt: 70,
    recoveredAt: 110,
    labels: page,
    summary: '6% of API requests fail: customers see errors all over the application.',
  },
  {
    alert: 'ApiErrorsHigh',
    series: requests([60, 19], [30, 25], [60, 19]),
    silentAt: [10, 59, 68],
    firingAt: 80,
    recoveredAt: 110,
    labels: notice,
    summary: '2.5% of API requests fail: some customers see errors.',
  },
  {
    alert: 'ApiVerySlow',
    series: durations(2, [30, 4], [30, 10], [30, 4]),
    silentAt: [20, 29, 34],
    firingAt: 50,
    recoveredAt: 80,
    labels: page,
    summary: 'One API request in twenty takes over 3.5s: the application feels stuck.',
  },
  {
    alert: 'ApiSlow',
    series: durations(1, [30, 4], [30, 10], [30, 4]),
    silentAt: [20, 29, 39],
    firingAt: 50,
    recoveredAt: 80,
    labels: notice,
    summary: 'One API request in twenty takes over 1.5s: the application feels slow.',
  },
  {
    alert: 'ApiErrorBudgetBurnsFast',
    series: requests([120, 14], [120, 15], [120, 14]),
    silentAt: [60, 119],
    firingAt: 200,
    recoveredAt: 300,
    labels: page,
    summary:
      '1.5% of API requests fail over the last hour: at this rate the month’s error budget is gone in two days.',
  },
  {
    alert: 'ApiErrorBudgetBurns',
    series: requests([400, 5], [500, 7], [100, 5]),
    silentAt: [200, 399],
    firingAt: 860,
    recoveredAt: 990,
    labels: page,
    summary:
      '0.7% of API requests fail over the last six hours: at this rate the month’s error budget is gone in five days.',
  },
  {
    alert: 'ApiErrorBudgetBurnsSlowly',
    intervalMinutes: 30,
    series: requests([300, 0.8], [200, 1.5], [40, 0.8]),
    silentAt: [6000, 8990],
    firingAt: 14_900,
    recoveredAt: 16_000,
    labels: notice,
    summary: '0.15% of API requests fail over a day or longer: the month ends under 99.9%.',
  },
];
