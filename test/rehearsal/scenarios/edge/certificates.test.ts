import { certificateOf } from '../../../../rehearsal/scenarios/edge/certificates';

const host = 'app.example.com';

const certificate = (name: string, spec: object) => ({
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  metadata: { name },
  spec,
});
const inside = certificate('inside', { dnsNames: ['temporal-internode'] });
const authority = certificate('authority', { isCA: true });

const rendered = (...objects: ReturnType<typeof certificate>[]) => ({ charts: [{ name: 'chart', objects }] });

test('the certificate that is served is the one of the host, whichever is rendered first', () => {
  const served = certificate('served', { dnsNames: [host] });
  expect(certificateOf(rendered(authority, inside, served), { host })).toBe(served);
});

test('certificates of services inside are none of the host', () => {
  expect(() => certificateOf(rendered(authority, inside), { host })).toThrow(
    `no certificate of ${host} is rendered`,
  );
});
