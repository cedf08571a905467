import express from 'express';
import { runAsTenant } from '../../../tenancy/context/current-tenant';
import { runInTrace, traceContextFrom } from '../../../tenancy/context/trace-context';
import { tenantFetch } from '../../../tenancy/http/tenant-fetch';
import { acme, globex } from '../context/listed-tenants';
import { RunningApp } from './running-app';

const traceId = '0af7651916cd43dd8448eb211c80319c';
let running: RunningApp;
let internal: string;
let provider: string;
beforeAll(async () => {
  const app = express();
  app.get('/headers', (request, response) => response.json(request.headers));
  app.post('/echo', express.text(), (request, response) => response.send(request.body));
  app.get('/away', (_request, response) => response.redirect(`${provider}/headers`));
  running = await RunningApp.start(app);
  internal = `http://127.0.0.1:${running.port}`;
  provider = `http://localhost:${running.port}`;
});
afterAll(() => running.stop());

const fetchOf = (options = {}) => tenantFetch({ internalHosts: ['127.0.0.1'], ...options });
const headersOf = async (response: Response): Promise<Record<string, string>> =>
  JSON.parse(await response.text());

test('a call to a service of the platform carries the tenant', async () => {
  const headers = await runAsTenant(acme, async () => headersOf(await fetchOf()(`${internal}/headers`)));
  expect(headers['x-tenant-id']).toBe(acme.id);
});

test('a call to a service of the platform belongs to the trace', async () => {
  const headers = await runInTrace(traceContextFrom(`00-${traceId}-b7ad6b7169203331-01`), () =>
    runAsTenant(acme, async () => headersOf(await fetchOf()(`${internal}/headers`))),
  );
  expect(headers['traceparent']).toMatch(new RegExp(`^00-${traceId}-`));
});

test.each(['x-tenant-id', 'traceparent', 'tracestate'])('a provider never sees %s', async (name) => {
  const headers = await runInTrace(traceContextFrom(undefined), () =>
    runAsTenant(acme, async () =>
      headersOf(await fetchOf()(`${provider}/headers`, { headers: { [name]: 'x' } })),
    ),
  );
  expect(headers[name]).toBeUndefined();
});

test('without a tenant nothing is sent', async () => {
  const sent: unknown[] = [];
  const counting: typeof fetch = async (input) => {
    sent.push(input);
    return new Response();
  };
  await expect(fetchOf({ fetch: counting })(`${internal}/headers`)).rejects.toMatchObject({
    code: 'no-tenant',
  });
  expect(sent).toEqual([]);
});

test('a header of the caller cannot name another tenant', async () => {
  const headers = await runAsTenant(acme, async () =>
    headersOf(await fetchOf()(`${internal}/headers`, { headers: { 'X-Tenant-Id': globex.id } })),
  );
  expect(headers['x-tenant-id']).toBe(acme.id);
});

test('a redirect does not carry the tenant away', async () => {
  await expect(runAsTenant(acme, () => fetchOf()(`${internal}/away`))).rejects.toThrow('fetch failed');
});

test('a host with a port stands for that port only', async () => {
  const headers = await runAsTenant(acme, async () =>
    headersOf(await fetchOf({ internalHosts: ['127.0.0.1:1'] })(`${internal}/headers`)),
  );
  expect(headers['x-tenant-id']).toBeUndefined();
});

test('an address that only begins like an internal host is a stranger', async () => {
  const seen: Headers[] = [];
  const recording: typeof fetch = async (input) => {
    seen.push(new Request(input).headers);
    return new Response();
  };
  const internalFetch = tenantFetch({ internalHosts: ['api'], fetch: recording });
  await runAsTenant(acme, () => internalFetch('http://evil.example/?api'));
  await runAsTenant(acme, () => internalFetch('http://api.evil.example/'));
  expect(seen.map((headers) => headers.get('x-tenant-id'))).toEqual([null, null]);
});

test('method and body arrive', async () => {
  const headers = { 'content-type': 'text/plain' };
  const answer = await runAsTenant(acme, () =>
    fetchOf()(new Request(`${internal}/echo`, { method: 'POST', body: 'hello', headers })),
  );
  expect(await answer.text()).toBe('hello');
});
