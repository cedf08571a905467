import { pipeline } from 'node:stream/promises';
import { escapeIdentifier, type PoolClient } from 'pg';
import { TenancyError } from '../../context/tenancy-error';
import { loadSettings, sequenceStatements } from '../bundle/load-script';
import { bundleFiles, type Manifest } from '../bundle/manifest';
import { readShape, useSchema } from '../bundle/schema-shape';
import { type BundlePlace, readFile, readTextFile } from '../bundle/stored-file';
import { copyTextAsRows } from '../bundle/table-rows';
import { ensureTenantSchema } from '../provision-schema';

export interface Loading {
  readonly place: BundlePlace;
  readonly manifest: Manifest;
  /** The schema to make; one of this name is dropped first. */
  readonly schema: string;
  /** The tenant's role, which gets its rights in it. */
  readonly roleName: string;
}

/**
 * Makes a schema from a bundle in the caller's transaction: tables, rows, sequences, keys. Throws `conflict` when a file
 * is not the one of the manifest, or when what came out has another shape than what was exported.
 */
export async function loadBundle(client: PoolClient, loading: Loading): Promise<void> {
  const { place, manifest, schema, roleName } = loading;
  await client.query(`DROP SCHEMA IF EXISTS ${escapeIdentifier(schema)} CASCADE`);
  await ensureTenantSchema(client, schema, roleName);
  await client.query(loadSettings);
  await useSchema(client, schema);
  await client.query(await readTextFile(place, manifest, bundleFiles.schema));
  const { tables } = await readShape(client, schema);
  for (const table of manifest.tables) {
    const shape = tables.find(({ name }) => name === table.name);
    if (!shape) throw new TenancyError('conflict', `The bundle makes no table ${table.name}.`);
    await readFile(place, manifest, bundleFiles.data(table.name), (rows) =>
      pipeline(rows, copyTextAsRows(client, shape)),
    );
  }
  await client.query(sequenceStatements(manifest.sequences));
  await client.query(await readTextFile(place, manifest, bundleFiles.constraints));
  if (tables.some(({ name }) => name === 'schema_migrations')) {
    await client.query(`REVOKE ALL ON schema_migrations FROM ${escapeIdentifier(roleName)}`);
  }
  const { fingerprint } = await readShape(client, schema);
  if (fingerprint !== manifest.schema.fingerprint) {
    throw new TenancyError('conflict', 'The restored schema has another shape than the exported one.');
  }
}
