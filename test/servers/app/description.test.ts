import { randomUUID } from 'node:crypto';
import { ApiClient } from './support/api-client';
import { ReferencePlatform } from './support/reference-platform';
import type { RunningApplication } from './support/running-application';

interface Described {
  readonly operationId: string;
  readonly responses: Record<string, unknown>;
  readonly requestBody?: unknown;
  readonly 'x-scope'?: string;
}

interface Example {
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

let platform: ReferencePlatform;
let api: RunningApplication;
let tenantAdmin: ApiClient;
let user: ApiClient;
let staff: ApiClient;
let nobody: ApiClient;
/** By operationId. Answers are validated: one that the description does not allow is a 500. */
let operations: Map<string, Described & { method: string; path: string }>;

beforeAll(async () => {
  platform = await ReferencePlatform.start({ tenants: ['acme'] });
  api = await platform.run('api');
  const client = async (claims: Parameters<typeof platform.signIn.token>[0]): Promise<ApiClient> =>
    new ApiClient(api, await platform.signIn.token(claims));
  tenantAdmin = await client({ tenant: 'acme', scope: 'tenant-admin' });
  user = await client({ tenant: 'acme' });
  staff = await client({ scope: 'platform-admin' });
  nobody = new ApiClient(api, null);
  const { paths } = await nobody.get<{ paths: Record<string, Record<string, Described>> }>('/openapi.json');
  operations = new Map(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, described]) => [
        described.operationId,
        { ...described, method: method.toUpperCase(), path },
      ]),
    ),
  );
});
afterAll(() => platform?.stop());

const key = (): Record<string, string> => ({ 'Idempotency-Key': randomUUID() });
const agentBody = (): object => ({
  name: randomUUID(),
  instructions: '',
  provider: 'sample',
  model: 'echo-small',
});
const tenantPath = (rest: string): string => `/v1/admin/tenants/${platform.tenants.tenant('acme').id}${rest}`;

/** How to call each operation so that it succeeds, and with which status. */
const examples: Record<string, () => Promise<Example & { status: number }>> = {
  getTenant: async () => ({ path: '/v1/tenant', status: 200 }),
  listUsers: async () => ({ path: '/v1/users', status: 200 }),
  listUsage: async () => ({ path: '/v1/usage?hours=1', status: 200 }),
  listAgents: async () => ({ path: '/v1/agents', status: 200 }),
  createAgent: async () => ({ path: '/v1/agents', body: agentBody(), status: 201 }),
  getAgent: async () => ({ path: `/v1/agents/${await user.agent()}`, status: 200 }),
  replaceAgent: async () => ({ path: `/v1/agents/${await user.agent()}`, body: agentBody(), status: 200 }),
  deleteAgent: async () => ({ path: `/v1/agents/${await user.agent()}`, status: 204 }),
  createTask: async () => ({
    path: '/v1/tasks',
    body: { agentId: await user.agent(), text: 'Do it.' },
    headers: key(),
    status: 202,
  }),
  listTasks: async () => ({ path: '/v1/tasks?state=accepted&limit=1', status: 200 }),
  getTask: async () => ({ path: `/v1/tasks/${await user.task(await user.agent(), 'Do it.')}`, status: 200 }),
  cancelTask: async () => ({
    path: `/v1/tasks/${await user.task(await user.agent(), 'Do it.')}/cancel`,
    status: 200,
  }),
  listEvents: async () => ({ path: '/v1/events?after=0', status: 200 }),
  listCredentials: async () => ({ path: '/v1/credentials', status: 200 }),
  storeCredential: async () => ({
    path: '/v1/credentials/openai',
    body: { provider: 'openai', secret: 'sk-of-the-test-0123456789' },
    status: 204,
  }),
  deleteCredential: async () => {
    const path = `/v1/credentials/${randomUUID()}`;
    await tenantAdmin.call('PUT', path, { body: { provider: 'openai', secret: 'x' } });
    return { path, status: 204 };
  },
  requestExport: async () => ({ path: '/v1/data-exports', headers: key(), status: 202 }),
  requestDeletion: async () => ({ path: '/v1/data-deletions', body: { confirm: 'acme' }, status: 202 }),
  getDataRequest: async () => {
    const { body } = await tenantAdmin.call('POST', '/v1/data-exports');
    return { path: `/v1/data-requests/${String(body.id)}`, status: 200 };
  },
  listTenants: async () => ({ path: '/v1/admin/tenants', status: 200 }),
  provisionTenant: async () => ({
    path: '/v1/admin/tenants',
    body: { slug: 'globex', name: 'Globex', tier: 'free', region: 'us-east-1' },
    status: 202,
  }),
  suspendTenant: async () => ({ path: tenantPath('/suspend'), body: { reason: 'Unpaid.' }, status: 202 }),
  resumeTenant: async () => ({ path: tenantPath('/resume'), status: 202 }),
  changeTier: async () => ({ path: tenantPath('/tier'), body: { tier: 'starter' }, status: 202 }),
  listOperations: async () => ({ path: '/v1/admin/operations', status: 200 }),
  getOperation: async () => {
    const { body } = await staff.call('POST', tenantPath('/resume'));
    return { path: `/v1/admin/operations/${String(body.id)}`, status: 200 };
  },
};
const ids = Object.keys(examples).sort();

const described = (id: string): Described & { method: string; path: string } => {
  const operation = operations.get(id);
  if (!operation) throw new Error(`The description has no operation ${id}.`);
  return operation;
};
const clientFor = (id: string): ApiClient =>
  described(id)['x-scope'] === 'platform-admin' ? staff : tenantAdmin;

test('each operation of the description has an example here', () => {
  expect(ids).toEqual([...operations.keys()].sort());
});

describe.each(ids)('%s', (id) => {
  test('succeeds as described', async () => {
    const { path, status, ...request } = await examples[id]!();
    const answer = await clientFor(id).call(described(id).method, path, request);
    expect([answer.status, Object.keys(described(id).responses)]).toEqual([
      status,
      expect.arrayContaining([String(status)]),
    ]);
  });

  test('without a token is a 401', async () => {
    const { path, ...request } = await examples[id]!();
    expect((await nobody.call(described(id).method, path, request)).status).toBe(401);
  });

  test('without its scope is a 403, where it has one', async () => {
    const { path, status, ...request } = await examples[id]!();
    const expected = described(id)['x-scope'] ? 403 : status;
    expect((await user.call(described(id).method, path, request)).status).toBe(expected);
  });

  test('with a query that is not described is a 400', async () => {
    const { path, ...request } = await examples[id]!();
    const odd = `${path}${path.includes('?') ? '&' : '?'}odd=1`;
    expect((await clientFor(id).call(described(id).method, odd, request)).status).toBe(400);
  });
});

/** Operations that look something up, and those with a body. */
const lookUps = ['getAgent', 'replaceAgent', 'deleteAgent', 'createTask', 'getTask', 'cancelTask'].concat([
  'deleteCredential',
  'getDataRequest',
  'getOperation',
]);
const withBody = ['createAgent', 'replaceAgent', 'createTask', 'storeCredential', 'requestDeletion'].concat([
  'provisionTenant',
  'suspendTenant',
  'changeTier',
]);

test('all operations are tried here that describe a 404', () => {
  const describing = [...operations.values()].filter(({ responses }) => '404' in responses);
  expect(describing.map(({ operationId }) => operationId).sort()).toEqual([...lookUps].sort());
});

test.each(lookUps)('%s of something that is not there is a 404', async (id) => {
  const { path, ...request } = await examples[id]!();
  const missing = path.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, randomUUID());
  const body = id === 'createTask' ? { agentId: randomUUID(), text: 'Do it.' } : request.body;
  expect((await clientFor(id).call(described(id).method, missing, { ...request, body })).status).toBe(404);
});

test('all operations are tried here that have a body', () => {
  const having = [...operations.values()].filter(({ requestBody }) => requestBody);
  expect(having.map(({ operationId }) => operationId).sort()).toEqual([...withBody].sort());
});

test.each(withBody)('%s with a body that is not described is a 400', async (id) => {
  const { path, headers = {} } = await examples[id]!();
  const request = { body: { odd: 1 }, headers };
  expect((await clientFor(id).call(described(id).method, path, request)).status).toBe(400);
});

describe('conflicts', () => {
  test('an agent’s name that is taken', async () => {
    const body = agentBody();
    await user.call('POST', '/v1/agents', { body });
    expect((await user.call('POST', '/v1/agents', { body })).status).toBe(409);
  });

  test('an agent’s new name that is taken', async () => {
    const body = agentBody();
    await user.call('POST', '/v1/agents', { body });
    expect((await user.call('PUT', `/v1/agents/${await user.agent()}`, { body })).status).toBe(409);
  });

  test('an idempotency key that was used for another task', async () => {
    const [agentId, headers] = [await user.agent(), key()];
    await user.call('POST', '/v1/tasks', { body: { agentId, text: 'One.' }, headers });
    expect((await user.call('POST', '/v1/tasks', { body: { agentId, text: 'Two.' }, headers })).status).toBe(
      409,
    );
  });

  test('a task that has ended cannot be cancelled, but one that was cancelled can, again', async () => {
    const path = `/v1/tasks/${await user.task(await user.agent(), 'Do it.')}/cancel`;
    await user.call('POST', path);
    expect((await user.call('POST', path)).status).toBe(200);
  });

  test('a deletion that is not confirmed by the slug', async () => {
    const answer = await tenantAdmin.call('POST', '/v1/data-deletions', { body: { confirm: 'globex' } });
    expect(answer.status).toBe(409);
  });

  test('an enterprise tenant without limits of its contract is a 400', async () => {
    const body = { slug: 'initech', name: 'Initech', tier: 'enterprise', region: 'us-east-1' };
    expect((await staff.call('POST', '/v1/admin/tenants', { body })).status).toBe(400);
  });
});

test('an idempotency key that is used again answers the same task', async () => {
  const [body, headers] = [{ agentId: await user.agent(), text: 'One.' }, key()];
  const first = await user.call('POST', '/v1/tasks', { body, headers });
  const second = await user.call('POST', '/v1/tasks', { body, headers });
  expect([second.status, second.body.id]).toEqual([200, first.body.id]);
});

test('a stored secret never comes out', async () => {
  const secret = 'sk-secret-0123456789abcdef';
  await tenantAdmin.call('PUT', '/v1/credentials/anthropic', { body: { provider: 'anthropic', secret } });
  expect(JSON.stringify(await tenantAdmin.get('/v1/credentials')) + api.log()).not.toContain(secret);
});

test('a tenant’s token administers no platform, whatever its scopes', async () => {
  const token = await platform.signIn.token({ tenant: 'acme', scope: 'platform-admin' });
  expect((await new ApiClient(api, token).call('GET', '/v1/admin/tenants')).status).toBe(403);
});

test('a token of another issuer is a 401', async () => {
  const foreign = new ApiClient(api, 'eyJhbGciOiJub25lIn0.eyJ0ZW5hbnQiOiJhY21lIn0.');
  expect((await foreign.call('GET', '/v1/tenant')).status).toBe(401);
});

test('a tenant that is not there is a 403', async () => {
  const stranger = new ApiClient(api, await platform.signIn.token({ tenant: 'nowhere' }));
  expect((await stranger.call('GET', '/v1/tenant')).status).toBe(403);
});
