import type { PoolClient } from 'pg';
import { TenancyError } from '../context/tenancy-error';
import type { Migration } from '../database/migration';
import { inTransaction } from './migrator-database';

/**
 * Writes down which schema the fleet is being brought to. While a deploy goes on, the earlier version's `lifecycle` may
 * make a tenant after the fleet was migrated: it makes it with this list, not with its own. An earlier list than the
 * one written down changes nothing.
 * @throws TenancyError `conflict` when neither list holds all of the other, or one that a tenant has was edited.
 */
export async function publishMigrations(client: PoolClient, migrations: readonly Migration[]): Promise<void> {
  await inTransaction(client, async () => {
    await client.query('LOCK TABLE public.tenant_migrations IN SHARE ROW EXCLUSIVE MODE');
    const published = await publishedMigrations(client);
    await refuseEdited(client, published, migrations);
    const lacking = missingFrom(migrations, published);
    if (lacking.length > 0) {
      const [own] = missingFrom(published, migrations);
      if (!own) return;
      throw new TenancyError(
        'conflict',
        `The fleet has "${lacking[0]?.id}", which this version does not know, and lacks "${own.id}": migrate with the version that knows both.`,
      );
    }
    if (JSON.stringify(published) === JSON.stringify(migrations.map(fieldsOf))) return;
    await client.query('DELETE FROM public.tenant_migrations');
    await client.query(
      `INSERT INTO public.tenant_migrations (place, id, phase, sql)
       SELECT * FROM unnest($1::int[], $2::text[], $3::text[], $4::text[])`,
      [
        migrations.map((_, place) => place),
        migrations.map(({ id }) => id),
        migrations.map(({ phase }) => phase),
        migrations.map(({ sql }) => sql),
      ],
    );
  });
}

/** One that failed for every tenant may be edited: nobody has it. */
async function refuseEdited(
  client: PoolClient,
  published: readonly Migration[],
  migrations: readonly Migration[],
): Promise<void> {
  const { rows } = await client.query<{ highest: number }>(
    `SELECT coalesce(max(schema_version), 0) AS highest FROM public.tenants WHERE status <> 'erased'`,
  );
  const statements = new Map(migrations.map(({ id, sql }) => [id, sql]));
  const edited = published
    .slice(0, rows[0]?.highest)
    .find(({ id, sql }) => statements.has(id) && statements.get(id) !== sql);
  if (edited) {
    throw new TenancyError(
      'conflict',
      `Migration "${edited.id}" was edited after it was applied: put it back, and add another.`,
    );
  }
}

/** The list that the fleet is being brought to, where it goes beyond `own`; else `own`. */
export async function newestMigrations(
  client: PoolClient,
  own: readonly Migration[],
): Promise<readonly Migration[]> {
  const published = await publishedMigrations(client);
  return missingFrom(published, own).length === 0 ? published : own;
}

async function publishedMigrations(client: PoolClient): Promise<readonly Migration[]> {
  const { rows } = await client.query<Migration>(
    'SELECT id, phase, sql FROM public.tenant_migrations ORDER BY place',
  );
  return rows.map(fieldsOf);
}

const fieldsOf = ({ id, phase, sql }: Migration): Migration => ({ id, phase, sql });

/** What `wanted` has and `list` has not. */
function missingFrom(list: readonly Migration[], wanted: readonly Migration[]): readonly Migration[] {
  const ids = new Set(list.map(({ id }) => id));
  return wanted.filter(({ id }) => !ids.has(id));
}
