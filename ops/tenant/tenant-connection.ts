import { InputError } from '../../config/errors';
import { TenancyError } from '../../tenancy/context/tenancy-error';
import { MigratorDatabase } from '../../tenancy/life/migrator-database';

const variable = 'TENANT_DATABASE_URL';
const source = 'platform tenant';
const allowedUrl = `postgresql://… of the migrator's login, past the pooler, here or in ${variable}`;
const undefinedTable = '42P01';

/** A sentence for people about what was typed. */
export const refusal = (field: string, got: string, allowed: string): InputError =>
  new InputError(source, [{ field, got, allowed }]);

/**
 * Runs `work` on the database of `url`, or of TENANT_DATABASE_URL.
 * @throws InputError when there is none, it does not answer, it holds no registry, or a request contradicts what is there.
 */
export async function withTenantDatabase<Result>(
  url: string | undefined,
  work: (database: MigratorDatabase) => Promise<Result>,
): Promise<Result> {
  const typed = url ?? process.env[variable];
  if (!typed) throw refusal('--database-url', 'nothing', allowedUrl);
  const server = serverOf(typed);
  const database = new MigratorDatabase({ url: typed, maxConnections: 2 });
  try {
    await database.query({ text: 'SELECT FROM public.tenants LIMIT 1' }).catch((error: Error) => {
      throw unusable(server, error);
    });
    return await work(database);
  } catch (error) {
    if (error instanceof TenancyError) throw refusal('the request', 'a conflict', error.message);
    throw error;
  } finally {
    await database.close();
  }
}

/** Host and port alone: the rest of the URL holds a password. */
function serverOf(url: string): string {
  if (!/^postgres(ql)?:$/.test(protocolOf(url)))
    throw refusal('--database-url', 'another kind of text', allowedUrl);
  return new URL(url).host;
}

function protocolOf(url: string): string {
  try {
    return new URL(url).protocol;
  } catch {
    return '';
  }
}

function unusable(server: string, error: Error): InputError {
  const { code } = error as { readonly code?: string };
  return code === undefinedTable
    ? refusal(
        '--database-url',
        `${server}, a database without tenants`,
        'one that the migrate job has prepared',
      )
    : refusal('--database-url', `${server}, which answers: ${error.message || code}`, allowedUrl);
}
