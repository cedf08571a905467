import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { createServer, type Server } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Attacked, attacked } from '../../../rehearsal/scenarios/isolation/isolation-attacks';
import { selfSignedCertificate } from '../../../servers/self-signed-certificate';
import type { DeployedTenant } from '../../../verify/isolation/deployed/deployed-order';
import { ReferencePlatform } from '../app/support/reference-platform';

const program = [
  process.execPath,
  ...['-r', require.resolve('ts-node/register/transpile-only')],
  join(__dirname, '../../../verify/isolation/deployed/attack-deployed.ts'),
];
const slugs = ['acme', 'globex', 'initech'];
const folder = mkdtempSync(join(tmpdir(), 'deployed-attacks-'));
let platform: ReferencePlatform;
let ports: { readonly api: number; readonly realtime: number };
let tenants: DeployedTenant[];
let server: Server | undefined;

beforeAll(async () => {
  platform = await ReferencePlatform.start({ tenants: slugs });
  const [api, realtime] = [await platform.run('api'), await platform.run('realtime')];
  ports = { api: api.port, realtime: realtime.port };
  tenants = await Promise.all(
    slugs.map(async (slug) => {
      const token = await platform.signIn.token({ tenant: slug });
      const forged = [`${token.slice(0, -8)}AAAAAAAA`, 'not.a.token'];
      return { context: platform.tenants.tenant(slug), token, forged };
    }),
  );
}, 300_000);
afterEach(() => void server?.close());
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await platform?.stop();
});

/** What came of attacks through a way in that changes the headers of requests so. */
async function attacksThrough(
  change: (headers: IncomingHttpHeaders) => IncomingHttpHeaders,
  planted = false,
): Promise<Attacked> {
  const { key, certificate } = selfSignedCertificate(folder);
  server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (incoming, response) => {
    const { method, url: path, headers } = incoming;
    const passed = request({ port: ports.api, method, path, headers: change(headers) }, (answer) =>
      answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers)),
    );
    passed.once('error', () => response.destroy());
    incoming.pipe(passed);
  });
  server.on('upgrade', ({ url, headers }, client) => {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`);
    const behind = connect(ports.realtime, '127.0.0.1', () => {
      behind.write(`GET ${url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      client.pipe(behind).pipe(client);
    });
    for (const socket of [client, behind]) socket.on('error', () => void behind.destroy());
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return attacked(program, {
    entrance: {
      host: 'localhost',
      address: '127.0.0.1',
      port,
      authorities: readFileSync(certificate, 'utf8'),
    },
    from: ['127.0.0.1'],
    tenants,
    attacks: 200,
    seed: 1,
    planted,
  });
}

test('nothing leaks out of the reference application', async () => {
  const { leaks, firstLeaks, sawOwn, byKind } = await attacksThrough((headers) => headers);
  expect([leaks, firstLeaks, sawOwn > 10, Object.keys(byKind).length > 6]).toEqual([0, [], true, true]);
}, 120_000);

test('planted: attackers with tokens of their victims are seen', async () => {
  expect((await attacksThrough((headers) => headers, true)).leaks).toBeGreaterThan(0);
}, 120_000);

test('planted: a way in that believes a header is found', async () => {
  const believing = (headers: IncomingHttpHeaders): IncomingHttpHeaders => {
    const named = tenants.find(({ context }) =>
      [context.id, context.slug].includes(String(headers['x-tenant-id'])),
    );
    return named ? { ...headers, authorization: `Bearer ${named.token}` } : headers;
  };
  expect((await attacksThrough(believing)).leaks).toBeGreaterThan(0);
}, 120_000);
