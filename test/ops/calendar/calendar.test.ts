import { type ProductName, supportDates, type SupportedProduct } from '../../../config/support-dates';
import { calendar } from '../../../ops/calendar/calendar';
import { calendarText } from '../../../ops/calendar/calendar-text';
import { dueUpgrades } from '../../../ops/calendar/upgrades';

const checked = '2026-11-27';
const at = (day: string) => calendar(supportDates, checked, new Date(`${day}T15:00:00Z`));
const upgradesAt = (day: string, products = supportDates) => {
  const now = new Date(`${day}T15:00:00Z`);
  return dueUpgrades(calendar(products, checked, now), products, now);
};
const stateOf = (day: string, product: ProductName, version: string) => {
  const entry = at(day).entries.find((one) => one.product === product && one.version === version);
  return { days: entry?.days, state: entry?.state };
};

test.each([
  ['2027-04-03', 121, 'fine'],
  ['2027-04-04', 120, 'warns'],
  ['2027-07-02', 31, 'warns'],
  ['2027-07-03', 30, 'fails'],
  ['2027-08-02', 0, 'fails'],
  ['2027-08-03', -1, 'fails'],
])('on %s, %i days before the end of Kubernetes, the calendar is %s', (day, days, state) => {
  expect(stateOf(day, 'kubernetes', '1.36')).toEqual({ days, state });
});

test('an add-on ends with the version of the cluster', () => {
  expect(stateOf('2027-07-03', 'addons', 'cert-manager')).toEqual({ days: 30, state: 'fails' });
});

test('what is not deployed warns, also after its end', () => {
  expect(stateOf('2026-11-27', 'nodejsOfTools', '20')).toEqual({ days: -211, state: 'warns' });
});

test('what has no end is fine and stands last', () => {
  expect(at('2040-01-01').entries.at(-1)).toMatchObject({ ends: null, days: null, state: 'fine' });
});

test('what ends next stands first', () => {
  const days = at('2026-11-27').entries.flatMap(({ days }) => (days === null ? [] : [days]));
  expect(days).toEqual([...days].sort((one, other) => one - other));
});

test('the steps lead to the nearest version that lasts a year, of what warns and of what is deployed and ends next', () => {
  const upgrades = upgradesAt('2026-11-27');
  expect(upgrades.map(({ product, from, to }) => ({ product, from, to }))).toEqual([
    { product: 'nodejsOfTools', from: '20', to: '24' },
    { product: 'nodejs', from: '22', to: '24' },
  ]);
});

test('a product without a newer version says so', () => {
  const kubernetes = upgradesAt('2027-07-03').find(({ product }) => product === 'kubernetes');
  expect(kubernetes?.to).toBeNull();
});

test('every product has steps that name the version', () => {
  const soon = (product: SupportedProduct): SupportedProduct => ({
    ...product,
    pinned: { '1.0': '2026-12-01' },
  });
  const products = Object.fromEntries(
    Object.entries(supportDates).map(([name, product]) => [name, soon(product)]),
  ) as Record<ProductName, SupportedProduct>;
  const upgrades = upgradesAt('2026-11-27', products);
  expect(upgrades.map(({ product }) => product).sort()).toEqual(Object.keys(supportDates).sort());
  expect(upgrades.filter(({ steps }) => steps.length === 0)).toEqual([]);
});

test('the text numbers the steps and names the source of a warning', () => {
  const found = at('2026-11-27');
  const text = calendarText(found, upgradesAt('2026-11-27'));
  expect(text).toContain(
    'WARNS  Node.js of the tools 20: support ended on 2026-04-30 (https://github.com/nodejs/Release#release-schedule)',
  );
  expect(text).toMatch(
    /^Upgrade of Node\.js of the application's image from 22 to 24:\n {2}1\. app\/Dockerfile/m,
  );
});

test('a table that nobody has looked at for 120 days warns', () => {
  expect(calendarText(at('2027-03-28'), [])).toContain('checked 121 days ago: WARNS');
});
