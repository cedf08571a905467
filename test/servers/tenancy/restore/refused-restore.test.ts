import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sha256 } from '../../../../tenancy/life/bundle/digest';
import { openManifest, sealManifest } from '../../../../tenancy/life/bundle/manifest';
import { DataPlatform } from '../export/data-platform';

describe('a restore that cannot be right', () => {
  let data: DataPlatform;
  let bundle: Awaited<ReturnType<DataPlatform['export']>>;

  beforeAll(async () => {
    data = await DataPlatform.start(['acme', 'globex']);
  });
  afterAll(() => data?.stop());
  beforeEach(async () => {
    bundle = await data.export('acme');
  });

  /** Tries it, and shows that the tenant still has what it had. */
  async function refusal(slug = 'acme', source: object = { prefix: bundle.prefix, sha256: bundle.sha256 }) {
    const before = await data.digests(slug);
    const message = await data.perform('restore', slug, { source }).then(
      () => 'restored',
      ({ message }: Error) => message,
    );
    expect(await data.digests(slug)).toEqual(before);
    return message;
  }

  it('refuses a bundle of another tenant', async () => {
    expect(await refusal('globex')).toBe('The bundle is of another tenant.');
  });

  it('refuses a bundle that is not the one that was asked for', async () => {
    expect(await refusal('acme', { prefix: bundle.prefix, sha256: 'a'.repeat(64) })).toContain(
      'its hash differs',
    );
  });

  it('refuses an interrupted export', async () => {
    rmSync(join(bundle.folder, 'manifest.json'));
    expect(await refusal()).toContain('There is no whole bundle');
  });

  it("refuses a customer's copy", async () => {
    const { prefix, sha256: hash } = await data.export('acme', { audience: 'customer' });
    expect(await refusal('acme', { prefix, sha256: hash })).toContain("customer's copy");
  });

  it('refuses a file that was changed', async () => {
    const file = join(bundle.folder, 'data/agents.copy.gz');
    writeFileSync(file, gzipSync(gunzipSync(readFileSync(file)).toString().replace('TITLE 7', 'TITLE 8')));
    expect(await refusal()).toContain('data/agents.copy.gz was changed');
  });

  it('refuses a file that is cut off', async () => {
    const file = join(bundle.folder, 'data/agents.copy.gz');
    writeFileSync(file, readFileSync(file).subarray(0, 500));
    expect(await refusal()).toContain('data/agents.copy.gz cannot be used');
  });

  it('refuses SQL that was slipped in', async () => {
    const file = join(bundle.folder, 'schema.sql');
    writeFileSync(file, `${readFileSync(file, 'utf8')}DROP SCHEMA tenant_globex CASCADE;\n`);
    const others = await data.digests('globex');
    expect(await refusal()).toContain('schema.sql was changed');
    expect(await data.digests('globex')).toEqual(others);
  });

  it('refuses a bundle whose rows were swapped together with their hashes, unless that was asked for', async () => {
    const file = join(bundle.folder, 'data/agents.copy.gz');
    const content = gzipSync(gunzipSync(readFileSync(file)).toString().replace('TITLE 7', 'TITLE 8'));
    writeFileSync(file, content);
    const manifestFile = join(bundle.folder, 'manifest.json');
    const { manifest } = openManifest(readFileSync(manifestFile, 'utf8'));
    const entry = manifest.files.find(({ path }) => path === 'data/agents.copy.gz')!;
    const files = manifest.files.map((other) =>
      other === entry ? { ...entry, bytes: content.length, sha256: sha256Of(content) } : other,
    );
    writeFileSync(manifestFile, sealManifest({ ...manifest, files }).text);
    expect(await refusal()).toContain('its hash differs');
    const forged = openManifest(readFileSync(manifestFile, 'utf8')).sha256;
    expect(await refusal('acme', { prefix: bundle.prefix, sha256: forged })).toContain(
      'table agents: 40 rows, 40 exported, checksums differ',
    );
  });

  it('needs a side database that it knows', async () => {
    expect(await refusal('acme', { sideDatabase: 'yesterday' })).toContain('No side database is known here');
  });

  it('refuses a prefix that leads elsewhere', async () => {
    expect(await refusal('acme', { prefix: '../../etc/', sha256: sha256('') })).toContain('malformed');
  });
});

const sha256Of = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
