import { chainFaults, issueCertificate } from '../../../../tenancy/life/erasure/certificate-chain';
import { backupExpiry } from '../../../../tenancy/life/erasure/backup-expiry';
import { randomUUID } from 'node:crypto';
import { TenantPlatform } from '../support/tenant-platform';
import { retention } from '../export/data-platform';

const content = () => ({
  format: 1 as const,
  tenantId: randomUUID(),
  operationId: randomUUID(),
  requestedBy: 'test',
  requestedAt: new Date().toISOString(),
  erasedAt: new Date().toISOString(),
  because: 'it is a test',
  handedOver: { nothingBecause: 'it is a test' },
  removals: [],
  tables: [],
  kept: [],
  backups: backupExpiry(retention, new Date()),
});

describe('the chain of deletion certificates', () => {
  let platform: TenantPlatform;

  beforeAll(async () => {
    platform = await TenantPlatform.start();
    await Promise.all(Array.from({ length: 10 }, () => issueCertificate(platform.database, content())));
  });
  afterAll(() => platform?.stop());

  /** Does what only somebody with the migrator's login could do: takes the guard away first. */
  const tamper = async (sql: string): Promise<readonly string[]> => {
    const faults: string[] = [];
    await platform.database
      .transaction(async (transaction) => {
        for (const text of ['ALTER TABLE public.deletion_certificates DISABLE TRIGGER never_changed', sql]) {
          await transaction.query({ text });
        }
        faults.push(...(await chainFaults({ ...platform.database, query: transaction.query } as never)));
        throw new Error('undo');
      })
      .catch((error: Error) => {
        if (error.message !== 'undo') throw error;
      });
    return faults;
  };

  it('is whole, also when many are issued at once', async () => {
    expect(await chainFaults(platform.database)).toEqual([]);
  });

  it('gives an operation one certificate, however often it asks', async () => {
    const asked = content();
    const [first, second] = [
      await issueCertificate(platform.database, asked),
      await issueCertificate(platform.database, asked),
    ];
    expect(second).toEqual(first);
  });

  it.each([
    'UPDATE public.deletion_certificates SET issued_at = now()',
    'DELETE FROM public.deletion_certificates',
    'TRUNCATE public.deletion_certificates',
  ])('is never changed: %s', async (text) => {
    await expect(platform.database.query({ text })).rejects.toThrow('never changed or removed');
  });

  it('shows a certificate that was changed', async () => {
    const faults = await tamper(
      `UPDATE public.deletion_certificates SET certificate = replace(certificate, 'it is a test', 'it was not me') WHERE place = 4`,
    );
    expect(faults).toEqual(['Certificate 4 was changed after it was issued.']);
  });

  it('shows a certificate that was changed together with its hash', async () => {
    const changed = `replace(certificate, 'it is a test', 'it was not me')`;
    const faults = await tamper(
      `UPDATE public.deletion_certificates SET certificate = ${changed}, sha256 = encode(sha256(convert_to(${changed}, 'UTF8')), 'hex') WHERE place = 4`,
    );
    expect(faults).toEqual(['Certificate 5 does not follow the one before it.']);
  });

  it('shows a certificate that is missing', async () => {
    expect(await tamper('DELETE FROM public.deletion_certificates WHERE place = 4')).toContain(
      'Certificate 5 does not follow the one before it.',
    );
  });
});
