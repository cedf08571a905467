import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import { TenancyError } from '../context/tenancy-error';
import { type TenantContext, tenantContextSchema } from '../context/tenant-context';

/** Name of the header that carries the TenantContext as JSON with every start, signal, query, update and activity. */
export const tenantHeader = 'tenant';

export const withTenantHeader = (headers: Headers, tenant: TenantContext): Headers => ({
  ...headers,
  [tenantHeader]: defaultPayloadConverter.toPayload(tenant),
});

/** Throws `no-tenant` when the header is missing or malformed. */
export function tenantInHeaders(headers: Headers): TenantContext {
  const payload = headers[tenantHeader];
  const parsed = tenantContextSchema.safeParse(payload && readPayload(payload));
  if (!parsed.success) throw new TenancyError('no-tenant', 'The call carries no valid tenant.');
  return parsed.data;
}

function readPayload(payload: Headers[string]): unknown {
  try {
    return defaultPayloadConverter.fromPayload(payload);
  } catch {
    return undefined;
  }
}
