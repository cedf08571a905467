import { z } from 'zod';
import { TenancyError } from '../../context/tenancy-error';
import { tenantContextSchema } from '../../context/tenant-context';
import { canonicalJson, sha256 } from './digest';

/**
 * Who a bundle is for. `restore` holds everything, secrets as ciphertext with their wrapped data keys, and stays with
 * us; `customer` is the copy that GDPR promises, without ciphertext, keys or the platform's own columns.
 */
export const audiences = ['customer', 'restore'] as const;
export type Audience = (typeof audiences)[number];

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().nonnegative();
const name = z.string().min(1);

/** Names of a bundle's files, below `<tenant id>/<operation id>/`. `t` is a table. */
export const bundleFiles = {
  manifest: 'manifest.json',
  /** Registry row; for `restore` also the wrapped data keys. */
  registry: 'registry.json',
  /** psql script that loads the bundle without any program of ours. */
  load: 'load.sql',
  /** Types, tables, sequences, functions and views, without data. */
  schema: 'schema.sql',
  /** Keys, indexes, foreign keys and triggers, for after the data. */
  constraints: 'constraints.sql',
  /** The table's rows for `COPY … FROM`, gzip. */
  data: (t: string) => `data/${t}.copy.gz`,
  /** The table's rows as JSON, one a line, gzip. */
  rows: (t: string) => `rows/${t}.jsonl.gz`,
  /** Objects in the tenant's storage, one a line as JSON, gzip: key and size. */
  objects: 'objects.jsonl.gz',
} as const;

export const manifestSchema = z.strictObject({
  format: z.literal(1),
  tenant: tenantContextSchema,
  audience: z.enum(audiences),
  /** ISO 8601, UTC; when the snapshot was taken that all tables share. */
  snapshotAt: z.iso.datetime(),
  schema: z.strictObject({
    /** The last migration that is applied, and how many are; null where the schema keeps no list. */
    version: z.string().nullable(),
    migrations: count,
    /** SHA-256 of schema.sql and constraints.sql together: equal shapes have equal hashes. */
    fingerprint: hash,
  }),
  tables: z.array(
    z.strictObject({
      name,
      rows: count,
      /** SHA-256 of the unpacked COPY text, ordered by primary key: the checksum of the table's rows. */
      sha256: hash,
    }),
  ),
  sequences: z.array(z.strictObject({ name, lastValue: z.string(), isCalled: z.boolean() })),
  /** Objects in the tenant's storage at that time; null: no storage is configured. Their contents are not in here. */
  objects: count.nullable(),
  files: z.array(z.strictObject({ path: name, bytes: count, sha256: hash })),
  /** What was left out, and why. */
  omitted: z.array(z.strictObject({ what: name, why: name })),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type TableDigest = Manifest['tables'][number];
export type SequenceValue = Manifest['sequences'][number];

const sealedSchema = z.strictObject({ manifest: manifestSchema, sha256: hash });

/** Text of manifest.json: the manifest and the SHA-256 of its canonical JSON. */
export function sealManifest(manifest: Manifest): { readonly text: string; readonly sha256: string } {
  const seal = sha256(canonicalJson(manifest));
  return { text: `${JSON.stringify({ manifest, sha256: seal }, null, 2)}\n`, sha256: seal };
}

/** Throws `conflict` for a manifest that is damaged, or of a format that this version does not know. */
export function openManifest(text: string): { readonly manifest: Manifest; readonly sha256: string } {
  const sealed = sealedSchema.safeParse(parsed(text));
  if (!sealed.success) {
    throw new TenancyError('conflict', 'The manifest cannot be read: it is damaged or of another format.', {
      cause: sealed.error,
    });
  }
  if (sha256(canonicalJson(sealed.data.manifest)) !== sealed.data.sha256) {
    throw new TenancyError('conflict', 'The manifest was changed after it was written: its hash differs.');
  }
  return sealed.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
