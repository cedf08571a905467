import { z } from 'zod';
import { TenancyError } from '../../context/tenancy-error';
import { audiences, bundleFiles, type Manifest, sealManifest } from '../bundle/manifest';
import { Readable } from 'node:stream';
import type { OperationKind, StepContext } from '../operation';
import type { ObjectStorage } from '../storage/object-storage';
import { filesPrefix } from '../storage/tenant-prefixes';
import { livingTenant } from './registry-row';
import { writeBundle } from './write-bundle';

export interface ExportOptions {
  /** Where bundles go. */
  readonly bundles: ObjectStorage;
  /** Where tenants' files lie, below `<tenant id>/`; null: nowhere, and no bundle lists any. */
  readonly files: ObjectStorage | null;
  /** Columns of the application's own tables that a customer's copy leaves out, besides those of `credentials`. */
  readonly secretColumns?: Readonly<Record<string, readonly string[]>>;
}

export const exportInputSchema = z.strictObject({
  /** See `Audience`. Default `restore`. */
  audience: z.enum(audiences).default('restore'),
});

/** What an export answers as its result, and what a restore takes. */
export const bundleReferenceSchema = z.object({
  /** Of the storage, for people. */
  location: z.string(),
  /** The bundle's folder in it, ending with `/`. */
  prefix: z.string(),
  audience: z.enum(audiences),
  /** SHA-256 of the manifest, which holds those of all files. */
  sha256: z.string(),
});
export type BundleReference = z.infer<typeof bundleReferenceSchema>;

interface ExportState {
  readonly manifest: Manifest;
  readonly reference: BundleReference;
}

type ExportContext = StepContext<z.infer<typeof exportInputSchema>, ExportState>;

const librarySecretColumns = { credentials: ['nonce', 'ciphertext', 'key_version'] } as const;

/**
 * Writes a tenant's bundle: every table as COPY text and as JSON lines, the schema's statements, a script for psql, the
 * registry row, the list of its objects, and last the manifest. A bundle without a manifest is an interrupted one, which
 * the next run replaces.
 */
export function exportOperation(
  options: ExportOptions,
): OperationKind<z.infer<typeof exportInputSchema>, ExportState> {
  const placeOf = ({ operation, signal }: ExportContext) => ({
    storage: options.bundles,
    prefix: `${operation.tenantId}/${operation.id}/`,
    signal,
  });
  return {
    kind: 'export',
    input: exportInputSchema,
    steps: [
      {
        name: 'clear-place',
        run: async (context) => {
          await options.bundles.remove(placeOf(context).prefix);
        },
      },
      {
        name: 'write-files',
        run: async (context) => {
          const { database, operation, input } = context;
          const { tenant, schema } = await livingTenant(database, operation.tenantId);
          const manifest = await writeBundle(database, placeOf(context), {
            tenant,
            schema,
            audience: input.audience,
            secretColumns: { ...librarySecretColumns, ...options.secretColumns },
            objects: options.files && options.files.list(filesPrefix(tenant.id)),
          });
          return { manifest };
        },
      },
      {
        name: 'write-manifest',
        run: async (context) => {
          const { storage, prefix } = placeOf(context);
          const { manifest } = context.state;
          if (!manifest)
            throw new TenancyError('conflict', 'The export has no manifest to write: start it again.');
          const { text, sha256 } = sealManifest(manifest);
          await storage.write(prefix + bundleFiles.manifest, Readable.from([Buffer.from(text)]));
          return { reference: { location: storage.location, prefix, audience: manifest.audience, sha256 } };
        },
      },
    ],
    result: ({ manifest, reference }) => ({
      ...reference,
      rows: manifest?.tables.reduce((sum, { rows }) => sum + rows, 0),
      bytes: manifest?.files.reduce((sum, { bytes }) => sum + bytes, 0),
      files: manifest?.files.length,
    }),
  };
}
