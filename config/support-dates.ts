/** The last day of standard support, `YYYY-MM-DD`; null: none was announced when this table was checked. */
export type SupportDates = Readonly<Record<string, string | null>>;

/** The day on which all tables were checked. */
export const supportDatesChecked = '2026-11-23';

/** Extended support costs six times as much, and clusters here have STANDARD support, so that EKS upgrades them by itself. https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html */
export const kubernetesSupport: SupportDates = {
  '1.34': '2026-12-02',
  '1.35': '2027-03-27',
  '1.36': '2027-08-02',
};

/** https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html */
export const postgresqlSupport: SupportDates = {
  '16': '2029-02-28',
  '17': '2030-02-28',
  '18': '2031-02-28',
};

/**
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/extended-support-versions.html
 * Not 9.0: what it adds needs cluster mode, which BullMQ cannot use.
 */
export const valkeySupport: SupportDates = {
  '7.2': null,
  '8.0': null,
  '8.1': null,
  '8.2': null,
};

/** Versions that are supported on a day, which is itself included. */
export function supportedVersions(table: SupportDates, today: Date): string[] {
  const day = today.toISOString().slice(0, 10);
  return Object.entries(table)
    .filter(([, end]) => end === null || day <= end)
    .map(([version]) => version);
}
