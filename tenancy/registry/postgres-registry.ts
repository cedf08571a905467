import { TenancyError } from '../context/tenancy-error';
import type { TenantContext } from '../context/tenant-context';
import type { PlatformQueries } from '../database/unit-of-work';
import { contextOf, recordOfRow, type TenantRow, tenantColumns } from './registry-row';
import type { TenantRecord, TenantRegistry } from './tenant-record';

export interface PostgresRegistryOptions {
  /** How old an answer may be: a suspension takes this long to be felt. Default 5. */
  readonly cacheSeconds?: number;
}

interface Cached {
  readonly answer: Promise<TenantRecord | null>;
  readonly until: number;
}

/** Above it the oldest answers go, so that guessed names cannot fill the memory. */
const cacheEntries = 5_000;

/** The registry in `public.tenants`. Requests that ask for one tenant at the same time share a query. */
export class PostgresTenantRegistry implements TenantRegistry {
  private readonly cache = new Map<string, Cached>();
  private readonly cacheMs: number;

  constructor(
    private readonly platform: PlatformQueries,
    { cacheSeconds = 5 }: PostgresRegistryOptions = {},
  ) {
    this.cacheMs = cacheSeconds * 1000;
  }

  byId(id: string): Promise<TenantRecord | null> {
    return uuidPattern.test(id) ? this.cached('id', id.toLowerCase()) : Promise.resolve(null);
  }

  bySlug(slug: string): Promise<TenantRecord | null> {
    return this.cached('slug', slug);
  }

  async activeById(id: string): Promise<TenantContext> {
    return active(await this.byId(id));
  }

  async activeBySlug(slug: string): Promise<TenantContext> {
    return active(await this.bySlug(slug));
  }

  private cached(column: 'id' | 'slug', value: string): Promise<TenantRecord | null> {
    const key = `${column}:${value}`;
    const known = this.cache.get(key);
    if (known && known.until > Date.now()) return known.answer;
    const answer = this.read(column, value);
    this.cache.delete(key);
    this.cache.set(key, { answer, until: Date.now() + this.cacheMs });
    // What failed is asked again by the next who wants to know.
    answer.catch(() => this.cache.get(key)?.answer === answer && this.cache.delete(key));
    for (const oldest of this.cache.keys()) {
      if (this.cache.size <= cacheEntries) break;
      this.cache.delete(oldest);
    }
    return answer;
  }

  private async read(column: 'id' | 'slug', value: string): Promise<TenantRecord | null> {
    const { rows } = await this.platform.query<TenantRow>({
      text: `SELECT ${tenantColumns} FROM public.tenants WHERE ${column} = $1`,
      values: [value],
    });
    return rows[0] ? recordOfRow(rows[0]) : null;
  }
}

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function active(record: TenantRecord | null): TenantContext {
  if (!record || record.status === 'erased')
    throw new TenancyError('unknown-tenant', 'There is no such tenant.');
  if (record.status === 'provisioning') {
    throw new TenancyError('inactive-tenant', 'The tenant is being made: try again in a moment.');
  }
  if (record.status !== 'active') {
    throw new TenancyError('inactive-tenant', `The tenant is ${record.status}: ask its administrator.`);
  }
  return contextOf(record);
}
