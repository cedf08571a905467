import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Writes a key and a certificate that nobody vouches for, for `localhost` and further names. Valid for a day. */
export function selfSignedCertificate(
  folder: string,
  names: readonly string[] = [],
): {
  readonly key: string;
  readonly certificate: string;
} {
  const key = join(folder, 'server.key');
  const certificate = join(folder, 'server.crt');
  const alternatives = ['IP:127.0.0.1', ...['localhost', ...names].map((name) => `DNS:${name}`)].join(',');
  execFileSync(
    'openssl',
    [
      ...'req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost'.split(' '),
      ...['-addext', `subjectAltName=${alternatives}`, '-keyout', key, '-out', certificate],
    ],
    { stdio: 'ignore' },
  );
  return { key, certificate };
}
