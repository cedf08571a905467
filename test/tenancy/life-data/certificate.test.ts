import { backupExpiry } from '../../../tenancy/life/erasure/backup-expiry';
import {
  type Certificate,
  certificateMarkdown,
  certificateSchema,
  certificateSha256,
  certificateText,
  firstPreviousSha256,
} from '../../../tenancy/life/erasure/certificate';

const erasedAt = new Date('2026-03-01T12:00:00.000Z');
const retention = {
  pointInTimeDays: 7,
  weeklyRetentionDays: 90,
  exportRetentionDays: 60,
  logExpireAfterDays: 365,
};
const certificate: Certificate = {
  format: 1,
  place: 7,
  previousSha256: firstPreviousSha256,
  tenantId: '6f0c1ad8-6c5e-4a4e-9f43-0d8f6ad1c001',
  operationId: '6f0c1ad8-6c5e-4a4e-9f43-0d8f6ad1c002',
  requestedBy: 'ada',
  requestedAt: '2026-01-30T12:00:00.000Z',
  erasedAt: erasedAt.toISOString(),
  because: 'its days of grace ended',
  handedOver: { nothingBecause: 'the customer wants none' },
  removals: [
    { what: 'keys', before: 3, after: 0, outcome: 'removed' },
    { what: 'log lines', before: null, after: null, outcome: 'not done', remark: 'No Loki is configured.' },
  ],
  tables: [{ name: 'agents', rows: 40, sha256: 'a'.repeat(64) }],
  kept: [{ what: 'usage_hours', rows: 12, because: 'Invoices rest on it.' }],
  backups: backupExpiry(retention, erasedAt),
};

describe('a deletion certificate', () => {
  it('is valid', () => {
    expect(certificateSchema.parse(certificate)).toEqual(certificate);
  });

  it('names the day on which the last copy expires, of all kinds of copies', () => {
    expect(certificate.backups.lastExpiresAt).toBe('2027-03-01T12:00:00.000Z');
    expect(certificate.backups.copies.map(({ days }) => days)).toEqual([7, 90, 60, 365]);
  });

  it.each([
    ['pointInTimeDays', 400],
    ['weeklyRetentionDays', 401],
    ['exportRetentionDays', 402],
    ['logExpireAfterDays', 403],
  ])('counts %s when it is the longest', (name, days) => {
    const { lastExpiresAt } = backupExpiry({ ...retention, [name]: days }, erasedAt);
    expect((Date.parse(lastExpiresAt) - erasedAt.getTime()) / 86_400_000).toBe(days);
  });

  it('has a hash that does not depend on the order of its keys', () => {
    const reversed = Object.fromEntries(Object.entries(certificate).reverse()) as Certificate;
    expect(certificateText(reversed)).toBe(certificateText(certificate));
  });

  it.each([
    ['a count', { tables: [{ name: 'agents', rows: 41, sha256: 'a'.repeat(64) }] }],
    ['the one before', { previousSha256: 'b'.repeat(64) }],
    ['the date', { erasedAt: '2026-03-02T12:00:00.000Z' }],
  ])('has another hash with another value of %s', (_, change) => {
    const hash = (value: Certificate): string => certificateSha256(certificateText(value));
    expect(hash({ ...certificate, ...change })).not.toBe(hash(certificate));
  });

  it('says in its text what was not done', () => {
    expect(certificateMarkdown(certificate)).toContain(
      '| log lines | not countable | not countable | not done | No Loki is configured. |',
    );
  });

  it('says in its text why nothing was handed over', () => {
    expect(certificateMarkdown(certificate)).toContain('because: the customer wants none');
  });

  it('ends its text with its hash', () => {
    expect(certificateMarkdown(certificate)).toContain(certificateSha256(certificateText(certificate)));
  });
});
