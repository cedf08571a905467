import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A private key and the certificate that goes with it, as PEM files. */
export interface KeyPair {
  readonly key: string;
  readonly certificate: string;
}

/** A certificate authority of one run, whose certificates are valid for two days. */
export class Authority {
  private constructor(
    private readonly folder: string,
    readonly pair: KeyPair,
  ) {}

  static create(folder: string): Authority {
    const pair = pairIn(folder, 'ca');
    openssl(
      ['req', '-x509', ...newKey(pair), '-days', '2', '-subj', '/CN=rehearsal', '-out', pair.certificate],
      ['-addext', 'keyUsage=critical,keyCertSign,digitalSignature'],
    );
    return new Authority(folder, pair);
  }

  /**
   * Signs a certificate for servers and clients.
   * @param subject such as `/O=system:masters/CN=admin`: Kubernetes reads a group and a user's name from it.
   * @param alternativeNames such as `DNS:localhost` and `IP:127.0.0.1`.
   */
  sign(name: string, subject: string, alternativeNames: readonly string[] = []): KeyPair {
    const pair = pairIn(this.folder, name);
    const request = join(this.folder, `${name}.csr`);
    const extensions = join(this.folder, `${name}.ext`);
    const lines = ['keyUsage=critical,digitalSignature', 'extendedKeyUsage=serverAuth,clientAuth'];
    if (alternativeNames.length > 0) lines.push(`subjectAltName=${alternativeNames.join(',')}`);
    writeFileSync(extensions, lines.join('\n'));
    openssl(['req', '-new', ...newKey(pair), '-subj', subject, '-out', request]);
    openssl(
      ['x509', '-req', '-in', request, '-days', '2', '-sha256', '-out', pair.certificate],
      ['-CA', this.pair.certificate, '-CAkey', this.pair.key, '-CAcreateserial', '-extfile', extensions],
    );
    return pair;
  }

  /** The two halves of a key that signs the tokens of service accounts. */
  signingKeys(): { readonly secret: string; readonly open: string } {
    const secret = join(this.folder, 'service-accounts.key');
    const open = join(this.folder, 'service-accounts.pub');
    openssl(['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', secret]);
    openssl(['ec', '-in', secret, '-pubout', '-out', open]);
    return { secret, open };
  }
}

const pairIn = (folder: string, name: string): KeyPair => ({
  key: join(folder, `${name}.key`),
  certificate: join(folder, `${name}.crt`),
});

const newKey = ({ key }: KeyPair): readonly string[] => [
  ...'-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout'.split(' '),
  key,
];

function openssl(...args: readonly (readonly string[])[]): void {
  execFileSync('openssl', args.flat(), { stdio: ['ignore', 'ignore', 'pipe'] });
}
