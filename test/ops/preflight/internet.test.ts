import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { PublicInternet } from '../../../ops/preflight/internet/internet';
import { LocalDns } from './local-dns';

let dns: LocalDns;
let internet: PublicInternet;
const plain = createServer((socket) => socket.end('this is not TLS'));
beforeAll(async () => {
  dns = await LocalDns.start({
    'genericcorp.test': { ns: ['NS-2.awsdns.test', 'ns-1.awsdns.test'] },
    'app.genericcorp.test': { a: '127.0.0.1' },
  });
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
  const tlsPort = (plain.address() as AddressInfo).port;
  internet = new PublicInternet({ dnsServers: [dns.server], tlsPort, waitMs: 300 });
});
afterAll(() => {
  dns?.stop();
  plain.close();
});

test('name servers come in lower case and in order', async () => {
  expect(await internet.nameServers('genericcorp.test')).toEqual(['ns-1.awsdns.test', 'ns-2.awsdns.test']);
});

test('a zone that nobody delegates has none', async () => {
  expect(await internet.nameServers('unknown.test')).toEqual([]);
});

test('a zone whose name servers fail has none', async () => {
  expect(await internet.nameServers('broken.test')).toEqual([]);
});

test('a DNS server that is silent gives no answer, instead of none', async () => {
  await expect(internet.nameServers('silent.test')).rejects.toThrow(
    'Public DNS gives no answer about silent.test (ETIMEOUT).',
  );
});

test('a host without an address has no certificate', async () => {
  expect(await internet.certificate('unknown.test')).toBeNull();
});

test('a host that speaks no TLS gives no answer', async () => {
  await expect(internet.certificate('app.genericcorp.test')).rejects.toThrow(
    /^app\.genericcorp\.test shows no certificate \([A-Z_]+\)\.$/,
  );
});
