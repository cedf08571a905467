import type { MigratorDatabase } from '../migrator-database';
import type { PlatformQueries } from '../../database/unit-of-work';
import {
  type Certificate,
  certificateSchema,
  certificateSha256,
  certificateText,
  firstPreviousSha256,
} from './certificate';

export interface IssuedCertificate {
  readonly certificate: Certificate;
  /** The canonical JSON that is hashed. */
  readonly text: string;
  readonly sha256: string;
}

interface ChainRow {
  readonly [column: string]: unknown;
  readonly place: string;
  readonly certificate: string;
  readonly sha256: string;
  readonly previous_sha256: string;
}

const columns = 'place, certificate, sha256, previous_sha256';

/** Adds a certificate to the chain. An operation has one: asked again, it gets the same. */
export const issueCertificate = (
  database: MigratorDatabase,
  content: Omit<Certificate, 'place' | 'previousSha256'>,
): Promise<IssuedCertificate> =>
  database.exclusively('deletion-certificates', async (client) => {
    const { rows: issued } = await client.query<ChainRow>(
      `SELECT ${columns} FROM public.deletion_certificates WHERE operation_id = $1`,
      [content.operationId],
    );
    if (issued[0]) return issuedOf(issued[0]);
    const { rows: last } = await client.query<ChainRow>(
      `SELECT ${columns} FROM public.deletion_certificates ORDER BY place DESC LIMIT 1`,
    );
    const certificate = certificateSchema.parse({
      ...content,
      place: Number(last[0]?.place ?? 0) + 1,
      previousSha256: last[0]?.sha256 ?? firstPreviousSha256,
    });
    const text = certificateText(certificate);
    const sha256 = certificateSha256(text);
    const { place, operationId, tenantId, erasedAt, previousSha256 } = certificate;
    await client.query(
      `INSERT INTO public.deletion_certificates
         (place, operation_id, tenant_id, issued_at, certificate, sha256, previous_sha256)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [place, operationId, tenantId, erasedAt, text, sha256, previousSha256],
    );
    return { certificate, text, sha256 };
  });

/** Certificates of one tenant, the oldest first. */
export async function certificatesOf(
  database: PlatformQueries,
  tenantId: string,
): Promise<readonly IssuedCertificate[]> {
  const { rows } = await database.query<ChainRow>({
    text: `SELECT ${columns} FROM public.deletion_certificates WHERE tenant_id = $1 ORDER BY place`,
    values: [tenantId],
  });
  return rows.map(issuedOf);
}

/**
 * What is wrong with the chain, in sentences; empty: every certificate is the one that was issued, and none is missing
 * in between. That the last ones are there too is shown by the copies in object storage, which names places.
 */
export async function chainFaults(database: PlatformQueries): Promise<readonly string[]> {
  const { rows } = await database.query<ChainRow>({
    text: `SELECT ${columns} FROM public.deletion_certificates ORDER BY place`,
  });
  const faults: string[] = [];
  let previous = firstPreviousSha256;
  for (const [index, row] of rows.entries()) {
    const { certificate, sha256 } = issuedOf(row);
    const isWhole = certificateSha256(row.certificate) === sha256 && certificate.place === Number(row.place);
    if (!isWhole) faults.push(`Certificate ${row.place} was changed after it was issued.`);
    if (Number(row.place) !== index + 1 || certificate.previousSha256 !== previous) {
      faults.push(`Certificate ${row.place} does not follow the one before it.`);
    }
    previous = sha256;
  }
  return faults;
}

const issuedOf = ({ certificate: text, sha256 }: ChainRow): IssuedCertificate => ({
  certificate: certificateSchema.parse(JSON.parse(text)),
  text,
  sha256,
});
