import { canonicalJson } from '../../../tenancy/life/bundle/digest';
import { type Manifest, openManifest, sealManifest } from '../../../tenancy/life/bundle/manifest';

const manifest: Manifest = {
  format: 1,
  tenant: { id: '6f0c1ad8-6c5e-4a4e-9f43-0d8f6ad1c001', slug: 'acme', tier: 'growth', region: 'us-east-1' },
  audience: 'restore',
  snapshotAt: '2026-01-30T12:00:00.000Z',
  schema: { version: 'tasks-1-table', migrations: 1, fingerprint: 'a'.repeat(64) },
  tables: [{ name: 'agents', rows: 3, sha256: 'b'.repeat(64) }],
  sequences: [{ name: 'agents_id_seq', lastValue: '9223372036854775807', isCalled: true }],
  objects: null,
  files: [{ path: 'data/agents.copy.gz', bytes: 10, sha256: 'c'.repeat(64) }],
  omitted: [],
};

describe('a manifest', () => {
  it('is read as it was written', () => {
    const { text, sha256 } = sealManifest(manifest);
    expect(openManifest(text)).toEqual({ manifest, sha256 });
  });

  it('is refused when a value was changed', () => {
    const { text } = sealManifest(manifest);
    expect(() => openManifest(text.replace('"rows": 3', '"rows": 4'))).toThrow('its hash differs');
  });

  it('is refused when it is cut off', () => {
    expect(() => openManifest(sealManifest(manifest).text.slice(0, 200))).toThrow('cannot be read');
  });

  it('is refused in a format that is not known', () => {
    const { text } = sealManifest({ ...manifest, format: 2 } as never);
    expect(() => openManifest(text)).toThrow('of another format');
  });
});

describe('canonical JSON', () => {
  it('is the same for any order of keys', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}');
  });

  it('keeps the order of lists', () => {
    expect(canonicalJson([2, 1])).toBe('[2,1]');
  });
});
