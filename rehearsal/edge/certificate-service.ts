import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { ports } from '../../config/contract';
import type { Authority } from '../cluster/certificates';
import type { RunFolder } from '../cluster/run-folder';
import { until } from '../cluster/waiting';

const managementPort = 15_000;

/** Let's Encrypt's own test server in its place: it asks hosts for their proof as Let's Encrypt does. */
export interface CertificateService {
  /** URL of its ACME directory. */
  readonly directory: string;
  /** PEM of who vouches for the service itself. */
  readonly serviceAuthority: string;
  /** PEM of who vouches for the certificates that it issues. */
  readonly issuedAuthority: string;
  /** Whether it answers from now on. While it does not, nothing is issued or renewed. */
  readonly answers: (whether: boolean) => void;
}

export interface CertificateServiceOptions {
  readonly program: string;
  readonly address: string;
  /** Name server that it finds hosts with. */
  readonly nameServer: string;
  readonly authority: Authority;
}

/** Starts Pebble on the internet. It proves a host anew for each certificate. */
export async function startCertificateService(
  run: RunFolder,
  { program, address, nameServer, authority }: CertificateServiceOptions,
): Promise<CertificateService> {
  const { key, certificate } = authority.sign('acme', '/CN=acme', [`IP:${address}`]);
  const configuration = run.file('pebble.json');
  const pebble = {
    listenAddress: `${address}:${ports.https}`,
    managementListenAddress: `${address}:${managementPort}`,
    certificate,
    privateKey: key,
    httpPort: 80,
    tlsPort: ports.https,
    keyAlgorithm: 'ecdsa',
    retryAfter: { authz: 1, order: 1 },
  };
  writeFileSync(configuration, JSON.stringify({ pebble }));
  const pebbleProcess = run.start(
    'pebble',
    program,
    ['-strict', '-config', configuration, '-dnsserver', `${nameServer}:${ports.dns}`],
    { PEBBLE_VA_NOSLEEP: '1', PEBBLE_AUTHZREUSE: '0' },
  );
  const serviceAuthority = readFileSync(authority.pair.certificate, 'utf8');
  let issuedAuthority = '';
  await until(
    'Pebble',
    async () => {
      issuedAuthority = await root(address, serviceAuthority).catch(() => '');
      return issuedAuthority !== '';
    },
    { seconds: 20, processes: [pebbleProcess] },
  );
  return {
    directory: `https://${address}/dir`,
    serviceAuthority,
    issuedAuthority,
    answers: (whether) => void process.kill(pebbleProcess.pid, whether ? 'SIGCONT' : 'SIGSTOP'),
  };
}

function root(host: string, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asking = request({ host, port: managementPort, path: '/roots/0', ca }, (answer) => {
      let text = '';
      answer.on('data', (part) => (text += part));
      answer.once('end', () => resolve(text));
    });
    asking.once('error', reject);
    asking.end();
  });
}
