import { z } from 'zod';
import { canonicalJson, sha256 } from '../bundle/digest';

const count = z.int().nonnegative();
const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** What was in one place, and what is left. */
const removalSchema = z.strictObject({
  what: z.string(),
  /** Things of the tenant before and after; null: the place cannot tell. */
  before: count.nullable(),
  after: count.nullable(),
  outcome: z.enum(['removed', 'requested', 'not done']),
  remark: z.string().optional(),
});
export type Removal = z.infer<typeof removalSchema>;

/**
 * Says what of a tenant was removed, what is kept and why, and when the last backup expires that holds it. It names no
 * person and no customer, only the tenant's id: whoever has the contract knows whose that was.
 */
export const certificateSchema = z.strictObject({
  format: z.literal(1),
  /** 1, 2, 3 … over all tenants. */
  place: z.int().positive(),
  /** SHA-256 of the certificate before this one; 64 zeros for the first. */
  previousSha256: hash,
  tenantId: z.uuid(),
  operationId: z.uuid(),
  requestedBy: z.string(),
  requestedAt: z.iso.datetime(),
  erasedAt: z.iso.datetime(),
  /** Why it was erased then: the days of grace were over, or a reason that was given. */
  because: z.string(),
  /** The bundle that was handed over before, by the hash of its manifest; or why there was none. */
  handedOver: z.union([
    z.strictObject({ manifestSha256: hash }),
    z.strictObject({ nothingBecause: z.string() }),
  ]),
  removals: z.array(removalSchema),
  /** Rows of each table that was removed, with the SHA-256 of their COPY text: as in an export's manifest. */
  tables: z.array(z.strictObject({ name: z.string(), rows: count, sha256: hash })),
  kept: z.array(z.strictObject({ what: z.string(), rows: count, because: z.string() })),
  backups: z.strictObject({
    lastExpiresAt: z.iso.datetime(),
    copies: z.array(z.strictObject({ what: z.string(), days: count, expiresAt: z.iso.datetime() })),
  }),
});
export type Certificate = z.infer<typeof certificateSchema>;

export const firstPreviousSha256 = '0'.repeat(64);

/** Text that is kept and hashed. */
export const certificateText = (certificate: Certificate): string => canonicalJson(certificate);
export const certificateSha256 = (text: string): string => sha256(text);

/** The certificate for people, as Markdown. */
export function certificateMarkdown(certificate: Certificate): string {
  const { removals, tables, kept, backups, handedOver } = certificate;
  const shown = (value: number | null): string => (value === null ? 'not countable' : String(value));
  const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
    [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return `# Deletion certificate ${certificate.place}

Tenant ${certificate.tenantId} was erased at ${certificate.erasedAt}, because: ${certificate.because}
Requested by ${certificate.requestedBy} at ${certificate.requestedAt} (operation ${certificate.operationId}).
${
  'manifestSha256' in handedOver
    ? `Handed over before: the bundle whose manifest has the SHA-256 \`${handedOver.manifestSha256}\`.`
    : `Nothing was handed over before, because: ${handedOver.nothingBecause}`
}

## Removed

${table(
  ['what', 'before', 'after', 'outcome', 'remark'],
  removals.map(({ what, before, after, outcome, remark = '' }) => [
    what,
    shown(before),
    shown(after),
    outcome,
    remark,
  ]),
)}

## Tables

${table(
  ['table', 'rows removed', 'SHA-256 of the rows'],
  tables.map(({ name, rows, sha256: digest }) => [name, String(rows), `\`${digest}\``]),
)}

## Kept

${table(
  ['what', 'rows', 'because'],
  kept.map(({ what, rows, because }) => [what, String(rows), because]),
)}

## Backups

From ${backups.lastExpiresAt} on, no backup holds anything of the tenant.

${table(
  ['copies', 'days', 'expire'],
  backups.copies.map(({ what, days, expiresAt }) => [what, String(days), expiresAt]),
)}

SHA-256 of this certificate's JSON: \`${certificateSha256(certificateText(certificate))}\`
SHA-256 of the certificate before it: \`${certificate.previousSha256}\`
`;
}
