import { Readable } from 'node:stream';
import type { PoolClient } from 'pg';
import type { TenantContext } from '../../context/tenant-context';
import { loadScript } from '../bundle/load-script';
import { type Audience, bundleFiles, type Manifest } from '../bundle/manifest';
import { readPlatformRows } from '../bundle/platform-rows';
import { readSequences, readShape, type TableShape } from '../bundle/schema-shape';
import { inSnapshot } from '../bundle/snapshot';
import { type BundleFile, type BundlePlace, type Content, storeFile } from '../bundle/stored-file';
import { rowsAsCopyText, rowsAsJson } from '../bundle/table-rows';
import type { MigratorDatabase } from '../migrator-database';
import type { StoredObject } from '../storage/object-storage';
import { schemaVersion } from './schema-version';

export interface BundleContents {
  readonly tenant: TenantContext;
  readonly schema: string;
  readonly audience: Audience;
  /** Columns a table that a customer's copy leaves out; such a table's rows are in it as JSON only. */
  readonly secretColumns: Readonly<Record<string, readonly string[]>>;
  /** The tenant's objects; null: no storage is configured. */
  readonly objects: AsyncIterable<StoredObject> | null;
}

/** Writes all files of a bundle but its manifest, from one snapshot of the database, and answers the manifest. */
export const writeBundle = (
  database: MigratorDatabase,
  place: BundlePlace,
  contents: BundleContents,
): Promise<Manifest> =>
  inSnapshot(database, async (client) => {
    const { tenant, schema, audience } = contents;
    const { rows: clock } = await client.query<{ now: Date }>('SELECT now()');
    const shape = await readShape(client, schema);
    const { hidden, plain } = split(shape.tables, contents);
    const writer = new BundleWriter(place, client);

    const tables: Manifest['tables'] = [];
    for (const table of plain) tables.push(await writer.table(table));
    for (const table of hidden) await writer.json(table, contents.secretColumns[table.name] ?? []);
    const sequences = await readSequences(client, schema);
    await writer.text(bundleFiles.schema, shape.beforeData);
    await writer.text(bundleFiles.constraints, shape.afterData);
    await writer.text(bundleFiles.load, loadScript(schema, plain, sequences));
    await writer.text(bundleFiles.registry, await registryRows(client, tenant.id, audience));
    const objects = contents.objects && (await writer.objects(contents.objects));

    return {
      format: 1,
      tenant,
      audience,
      snapshotAt: (clock[0]?.now ?? new Date()).toISOString(),
      schema: { ...(await schemaVersion(client, shape)), fingerprint: shape.fingerprint },
      tables,
      sequences,
      objects,
      files: writer.files,
      omitted: omissions(hidden, audience),
    };
  });

class BundleWriter {
  readonly files: BundleFile[] = [];

  constructor(
    private readonly place: BundlePlace,
    private readonly client: PoolClient,
  ) {}

  async table(table: TableShape): Promise<Manifest['tables'][number]> {
    const { lines, sha256 } = await this.add(
      bundleFiles.data(table.name),
      rowsAsCopyText(this.client, table),
    );
    await this.json(table, []);
    return { name: table.name, rows: lines, sha256 };
  }

  async json(table: TableShape, leaveOut: readonly string[]): Promise<void> {
    await this.add(bundleFiles.rows(table.name), rowsAsJson(this.client, table, leaveOut));
  }

  async text(path: string, text: string): Promise<void> {
    await this.add(path, Readable.from([Buffer.from(text)]));
  }

  async objects(objects: AsyncIterable<StoredObject>): Promise<number> {
    const lines = Readable.from(asLines(objects), { objectMode: false });
    return (await this.add(bundleFiles.objects, lines)).lines;
  }

  private async add(path: string, source: Readable): Promise<Content> {
    const { file, content } = await storeFile(this.place, path, source);
    this.files.push(file);
    return content;
  }
}

async function* asLines(objects: AsyncIterable<StoredObject>): AsyncIterable<string> {
  for await (const object of objects) yield `${JSON.stringify(object)}\n`;
}

function split(
  tables: readonly TableShape[],
  { audience, secretColumns }: BundleContents,
): Record<'hidden' | 'plain', TableShape[]> {
  const isHidden = ({ name }: TableShape): boolean => audience === 'customer' && name in secretColumns;
  return { hidden: tables.filter(isHidden), plain: tables.filter((table) => !isHidden(table)) };
}

/** A customer's copy shows what was agreed; the other one has all that is needed to make the tenant again. */
async function registryRows(client: PoolClient, tenantId: string, audience: Audience): Promise<string> {
  const [tenant] = await readPlatformRows(client, 'tenants', tenantId);
  if (audience === 'restore') {
    const dataKeys = await readPlatformRows(client, 'tenant_data_keys', tenantId);
    return `${JSON.stringify({ tenant, dataKeys }, null, 2)}\n`;
  }
  const agreed = ['id', 'slug', 'name', 'tier', 'region', 'contract_limits', 'created_at'];
  const entries = Object.entries(tenant ?? {}).filter(([column]) => agreed.includes(column));
  return `${JSON.stringify({ tenant: Object.fromEntries(entries) }, null, 2)}\n`;
}

function omissions(hidden: readonly TableShape[], audience: Audience): Manifest['omitted'] {
  const objects = {
    what: 'contents of stored objects',
    why: 'They lie in object storage; their keys and sizes are listed where storage is configured.',
  };
  if (audience === 'restore') return [objects];
  return [
    objects,
    ...hidden.map(({ name }) => ({
      what: `secret columns of ${name}`,
      why: 'They are encrypted for the platform alone. Ask your provider for a new secret.',
    })),
    { what: 'data keys', why: 'They open secrets and belong to the platform.' },
  ];
}
