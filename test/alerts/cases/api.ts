import { type AlertCase, counter } from '../alert-case';

const route = 'job="ingress",service="app-api-3000@kubernetes",router="app"';
const answered = (code: string): string => `traefik_router_requests_total{${route},code="${code}"}`;
const within = (le: string): string => `traefik_router_request_duration_seconds_bucket{${route},le="${le}"}`;

const page = { severity: 'critical', owner: 'platform', component: 'api' };
const notice = { ...page, severity: 'warning' };

type Phase = readonly [samples: number, failures: number];

/**
 * A thousand requests a sample, of which so many fail. Before them there are for `few` samples so few requests that
 * their failures say nothing, and for as long again none that fail.
 */
const requests = (few: number, ...phases: readonly Phase[]) => ({
  [answered('200')]: counter([few, 4], [few, 1000], ...phases.map(succeeding)),
  [answered('503')]: counter([few, 1], [few, 0], ...phases),
});

const succeeding = ([samples, failures]: Phase): Phase => [samples, 1000 - failures];

/** A hundred requests a minute, of which so many take longer than `slow`; before them a half-hour of five, all slow. */
const durations = (slow: number, ...phases: readonly (readonly [minutes: number, late: number])[]) => {
  const all = counter([30, 5], ...phases.map(([minutes]) => [minutes, 100] as const));
  return {
    [answered('200')]: all,
    [within('0.5')]: counter([30 + phases.reduce((sum, [minutes]) => sum + minutes, 0), 0]),
    [within(`${slow}`)]: counter([30, 0], ...phases.map(([minutes, late]) => [minutes, 100 - late] as const)),
    [within(`${slow === 2 ? 5 : 2}`)]: all,
    [within('+Inf')]: all,
  };
};

export const apiCases: readonly AlertCase[] = [
  {
    alert: 'ApiErrorsVeryHigh',
    series: requests(30, [60, 48], [30, 60], [60, 48]),
    silentAt: [29, 60, 119, 122],
    firingAt: 124,
    recoveredAt: 170,
    labels: page,
    summary: '6% of API requests fail: customers see errors all over the application.',
  },
  {
    alert: 'ApiErrorsHigh',
    series: requests(30, [60, 19], [30, 25], [60, 19]),
    silentAt: [29, 60, 119, 128],
    firingAt: 138,
    recoveredAt: 170,
    labels: notice,
    summary: '2.5% of API requests fail: some customers see errors.',
  },
  {
    alert: 'ApiVerySlow',
    series: durations(2, [30, 4], [30, 5.6], [30, 4]),
    silentAt: [29, 45, 59, 66],
    firingAt: 71,
    recoveredAt: 110,
    labels: page,
    summary: 'One API request in twenty takes over 2.321s: the application feels stuck.',
  },
  {
    alert: 'ApiSlow',
    series: durations(1, [30, 4], [30, 6], [30, 4]),
    silentAt: [29, 45, 59, 68],
    firingAt: 78,
    recoveredAt: 110,
    labels: notice,
    summary: 'One API request in twenty takes over 1.167s: the application feels slow.',
  },
  {
    alert: 'ApiErrorBudgetBurnsFast',
    series: requests(70, [70, 14], [70, 15], [30, 14]),
    silentAt: [69, 135, 209, 225, 235],
    firingAt: 237,
    recoveredAt: 288,
    labels: page,
    summary:
      '1.446% of API requests fail over the last hour: at this rate the month’s error budget is gone in two days.',
  },
  {
    alert: 'ApiErrorBudgetBurns',
    intervalMinutes: 5,
    series: requests(75, [75, 5], [80, 7], [20, 5]),
    silentAt: [370, 745, 1120, 1200, 1310],
    firingAt: 1330,
    recoveredAt: 1550,
    labels: page,
    summary:
      '0.6155% of API requests fail over the last six hours: at this rate the month’s error budget is gone in five days.',
  },
  {
    alert: 'ApiErrorBudgetBurnsSlowly',
    intervalMinutes: 60,
    series: requests(80, [80, 0.8], [80, 1.5], [30, 0.8]),
    silentAt: [4740, 9540, 14_340, 15_660],
    firingAt: 15_720,
    recoveredAt: 19_560,
    labels: notice,
    summary: '0.1017% of API requests fail over a day or longer: the month ends under 99.9%.',
  },
  {
    // A day that fails more, after days of so many requests that three days together hardly show it.
    alert: 'ApiErrorBudgetBurnsSlowly',
    intervalMinutes: 60,
    series: {
      [answered('200')]: counter([80, 10_000], [30, 996.5], [40, 1000]),
      [answered('503')]: counter([80, 0], [30, 3.5], [40, 0]),
    },
    silentAt: [4740, 6180],
    firingAt: 6240,
    recoveredAt: 6780,
    labels: notice,
    summary: '0.35% of API requests fail over a day or longer: the month ends under 99.9%.',
  },
];
