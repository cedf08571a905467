import { type ProductName, type SupportedProduct, supportDates } from '../../../config/support-dates';
import { type Pins, pinnedVersions } from './pinned-versions';

/** Sentences about versions that run without a date, and dates of versions that nothing runs. */
const faults = (pins: Pins, products: Readonly<Record<ProductName, SupportedProduct>>): string[] =>
  (Object.keys(products) as ProductName[]).flatMap((name) => {
    const listed = Object.keys(products[name].pinned);
    return [
      ...[...pins[name]]
        .filter((version) => !listed.includes(version))
        .map((version) => `${name} ${version} runs; write its end and source into config/support-dates.ts`),
      ...listed
        .filter((version) => !pins[name].has(version))
        .map(
          (version) =>
            `${name} ${version} runs nowhere; take it out of \`pinned\` in config/support-dates.ts`,
        ),
    ];
  });

let pins: Pins;
beforeAll(() => {
  pins = pinnedVersions();
});

test('every version that is pinned has its end in the table, and the table has no other', () => {
  expect(faults(pins, supportDates)).toEqual([]);
});

test('the Dockerfile, the templates and the engines are read', () => {
  expect(Object.values(pins).map(({ size }) => size > 0)).not.toContain(false);
});

test('a version that was pinned anew is missed', () => {
  const changed = { ...pins, lambdaRuntimes: new Set([...pins.lambdaRuntimes, 'nodejs26.x']) };
  expect(faults(changed, supportDates)).toEqual([
    'lambdaRuntimes nodejs26.x runs; write its end and source into config/support-dates.ts',
  ]);
});

test('a version that nothing runs any more is named', () => {
  expect(faults({ ...pins, postgresql: new Set() }, supportDates)).toEqual([
    'postgresql 17 runs nowhere; take it out of `pinned` in config/support-dates.ts',
  ]);
});
