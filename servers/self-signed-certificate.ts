import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Writes a key and a certificate for `localhost` that nobody vouches for. Valid for a day. */
export function selfSignedCertificate(folder: string): {
  readonly key: string;
  readonly certificate: string;
} {
  const key = join(folder, 'server.key');
  const certificate = join(folder, 'server.crt');
  execFileSync(
    'openssl',
    [
      ...'req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost'.split(' '),
      ...['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', certificate],
    ],
    { stdio: 'ignore' },
  );
  return { key, certificate };
}
