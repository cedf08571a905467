import {
  kubernetesSupport,
  postgresqlSupport,
  supportedVersions,
  valkeySupport,
} from '../../config/support-dates';

test('a version is supported on its last day', () => {
  expect(supportedVersions(kubernetesSupport, new Date('2026-12-02T23:59:59Z'))).toContain('1.34');
});

test('a version is not supported on the day after', () => {
  expect(supportedVersions(kubernetesSupport, new Date('2026-12-03T00:00:00Z'))).not.toContain('1.34');
});

test('a version without an announced end is supported', () => {
  expect(supportedVersions(valkeySupport, new Date('2040-01-01'))).toContain('8.0');
});

test.each(Object.entries({ ...kubernetesSupport, ...postgresqlSupport }))(
  '%s ends on a real day',
  (_, end) => {
    expect(new Date(`${end}T00:00:00Z`).toISOString().slice(0, 10)).toBe(end);
  },
);
