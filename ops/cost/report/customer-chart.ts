import type { CustomerCost } from '../customers/customer-costs';

const width = 720;
const height = 400;
const margin = { left: 70, right: 190, top: 40, bottom: 50 };

interface Series {
  readonly name: string;
  readonly color: string;
  readonly dashed?: boolean;
  readonly points: readonly (readonly [customers: number, usd: number])[];
}

/** Dollars a month by the number of customers, as SVG: computed, with model providers, and planned. */
export function customerChart(environment: string, customers: readonly CustomerCost[]): string {
  const series: Series[] = [
    { name: 'AWS', color: '#1f6f8b', points: customers.map((row) => [row.customers, row.monthlyUsd]) },
    {
      name: 'with model providers',
      color: '#c8553d',
      points: customers.map((row) => [row.customers, row.monthlyUsd + row.providerUsd]),
    },
    {
      name: 'planned',
      color: '#777777',
      dashed: true,
      points: customers.flatMap(({ customers: number, plannedUsd }) =>
        plannedUsd === null ? [] : [[number, plannedUsd] as const],
      ),
    },
  ];
  const most = (index: 0 | 1): number =>
    Math.max(1, ...series.flatMap(({ points }) => points.map((point) => point[index])));
  const [mostCustomers, mostUsd] = [roundUp(most(0)), roundUp(most(1))];
  const x = (number: number): number =>
    margin.left + (number / mostCustomers) * (width - margin.left - margin.right);
  const y = (usd: number): number =>
    height - margin.bottom - (usd / mostUsd) * (height - margin.top - margin.bottom);
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" role="img" aria-label="Cost of ${environment} by number of customers">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    label(margin.left, 22, `${environment}: US dollars a month by number of customers`),
    ...ticks.map((tick) => line(x(0), y(tick * mostUsd), x(mostCustomers), y(tick * mostUsd))),
    ...ticks.map((tick) =>
      label(margin.left - 8, y(tick * mostUsd) + 4, `${Math.round(tick * mostUsd)}`, 'end'),
    ),
    ...ticks.map((tick) =>
      label(
        x(tick * mostCustomers),
        height - margin.bottom + 20,
        `${Math.round(tick * mostCustomers)}`,
        'middle',
      ),
    ),
    ...series.flatMap((one) => drawn(one, x, y)),
    '</svg>',
    '',
  ].join('\n');
}

/** The next number of 1, 2, 2.4, 4, 6, 8 or 10 with zeros: a quarter of it is easy to read. */
function roundUp(number: number): number {
  const power = 10 ** Math.floor(Math.log10(number));
  return power * ([1, 2, 2.4, 4, 6, 8, 10].find((step) => step * power >= number) ?? 10);
}

function drawn(
  { name, color, dashed, points }: Series,
  x: (customers: number) => number,
  y: (usd: number) => number,
): string[] {
  const last = points.at(-1);
  if (!last) return [];
  const path = points.map(([number, usd]) => `${x(number).toFixed(1)},${y(usd).toFixed(1)}`).join(' ');
  return [
    `<polyline points="${path}" fill="none" stroke="${color}" stroke-width="2"${dashed ? ' stroke-dasharray="5 4"' : ''}/>`,
    ...points.map(
      ([number, usd]) =>
        `<circle cx="${x(number).toFixed(1)}" cy="${y(usd).toFixed(1)}" r="3" fill="${color}"/>`,
    ),
    label(x(last[0]) + 8, y(last[1]) + 4, `${name} ${last[1]}`, 'start', color),
  ];
}

const line = (x1: number, y1: number, x2: number, y2: number): string =>
  `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" stroke="#dddddd"/>`;

const label = (x: number, y: number, text: string, anchor = 'start', color = '#222222'): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" fill="${color}">${text}</text>`;
