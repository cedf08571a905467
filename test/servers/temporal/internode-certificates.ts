import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const openssl = (folder: string, command: string): void =>
  void execFileSync('openssl', command.split(' '), { cwd: folder, stdio: 'ignore' });

/** Writes what cert-manager keeps in the Secret of a certificate: `tls.crt`, `tls.key` and `ca.crt`, good for a day. */
export function writeInternodeCertificate(folder: string, dnsName: string): void {
  const key = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes';
  openssl(folder, `req -x509 ${key} -days 1 -subj /CN=authority -keyout ca.key -out ca.crt`);
  openssl(folder, `req -new ${key} -subj /CN=${dnsName} -keyout tls.key -out tls.csr`);
  writeFileSync(
    join(folder, 'extensions'),
    `subjectAltName=DNS:${dnsName}\nextendedKeyUsage=serverAuth,clientAuth\nbasicConstraints=CA:FALSE\n`,
  );
  openssl(
    folder,
    'x509 -req -days 1 -in tls.csr -CA ca.crt -CAkey ca.key -CAcreateserial -extfile extensions -out tls.crt',
  );
}
