import { endOf, type ProductName, supportDates, supportedVersions } from '../../config/support-dates';

const { kubernetes, valkey, addons } = supportDates;

test('a version is supported on its last day', () => {
  expect(supportedVersions(kubernetes, new Date('2026-12-02T23:59:59Z'))).toContain('1.34');
});

test('a version is not supported on the day after', () => {
  expect(supportedVersions(kubernetes, new Date('2026-12-03T00:00:00Z'))).not.toContain('1.34');
});

test('a version without an announced end is supported', () => {
  expect(supportedVersions(valkey, new Date('2040-01-01'))).toContain('8.0');
});

test('an add-on is supported as long as the version of the cluster', () => {
  expect(endOf(addons, 'cert-manager')).toBe(endOf(kubernetes, '1.36'));
});

const versions = (Object.keys(supportDates) as ProductName[]).flatMap((name) =>
  Object.keys({ ...supportDates[name].pinned, ...supportDates[name].offered }).map((version) => ({
    name,
    version,
    end: endOf(supportDates[name], version),
  })),
);

test.each(versions.filter(({ end }) => end !== null))('$name $version ends on a real day', ({ end }) => {
  expect(new Date(`${end}T00:00:00Z`).toISOString().slice(0, 10)).toBe(end);
});
