import { Resolver } from 'node:dns/promises';
import { connect, type PeerCertificate } from 'node:tls';
import { NotAsked } from '../not-asked';

/** A host's certificate, as it shows it to everybody. */
export interface Certificate {
  readonly validTo: Date;
  /** Why a browser refuses it, such as CERT_HAS_EXPIRED; null: it takes it. */
  readonly refusedBecause: string | null;
}

/** Public DNS and the hosts behind it. */
export interface Internet {
  /** Name servers of a zone that can be found from its parent, lower-case without the last dot; empty: none. */
  nameServers(zone: string): Promise<readonly string[]>;
  /** null: the host has no address. */
  certificate(host: string): Promise<Certificate | null>;
}

export interface InternetOptions {
  /** Servers `address:port` that are asked for names. Default: this machine's. */
  readonly dnsServers?: readonly string[];
  /** Default: 443. */
  readonly tlsPort?: number;
  readonly waitMs?: number;
}

const nothingThere = ['ENOTFOUND', 'ENODATA'];
/** Also what a resolver says when the parent names servers that know nothing of the zone. */
const nobodyAnswersForIt = [...nothingThere, 'ESERVFAIL'];

export class PublicInternet implements Internet {
  private readonly resolver: Resolver;

  constructor(private readonly options: InternetOptions = {}) {
    this.resolver = new Resolver({ timeout: options.waitMs ?? 5_000, tries: 2 });
    if (options.dnsServers) this.resolver.setServers(options.dnsServers);
  }

  async nameServers(zone: string): Promise<string[]> {
    return (await this.lookUp(zone, nobodyAnswersForIt, (name) => this.resolver.resolveNs(name)))
      .map((server) => server.toLowerCase().replace(/\.$/, ''))
      .sort();
  }

  async certificate(host: string): Promise<Certificate | null> {
    const [address] = await this.lookUp(host, nothingThere, (name) => this.resolver.resolve4(name));
    return address === undefined ? null : this.shownCertificate(host, address);
  }

  private async lookUp(
    name: string,
    absent: readonly string[],
    look: (name: string) => Promise<string[]>,
  ): Promise<string[]> {
    try {
      return await look(name);
    } catch (error) {
      const code = String((error as NodeJS.ErrnoException).code);
      if (absent.includes(code)) return [];
      throw new NotAsked(
        `Public DNS gives no answer about ${name} (${code}).`,
        `dig ${name} any +noall +answer`,
        code,
      );
    }
  }

  private shownCertificate(host: string, address: string): Promise<Certificate> {
    const { tlsPort = 443, waitMs = 5_000 } = this.options;
    return new Promise((resolve, reject) => {
      // A certificate that nobody trusts must be read, too: no data are sent over the connection.
      const socket = connect({ host: address, port: tlsPort, servername: host, rejectUnauthorized: false });
      const fail = (code: string): void => {
        socket.destroy();
        reject(
          new NotAsked(
            `${host} shows no certificate (${code}).`,
            `openssl s_client -connect ${host}:${tlsPort} -servername ${host} </dev/null`,
            code,
          ),
        );
      };
      socket.setTimeout(waitMs, () => fail('ETIMEDOUT'));
      socket.once('error', (error: NodeJS.ErrnoException) => fail(String(error.code ?? error.message)));
      socket.once('secureConnect', () => {
        const shown: PeerCertificate = socket.getPeerCertificate();
        const refused = socket.authorized ? null : socket.authorizationError;
        socket.destroy();
        resolve({
          validTo: new Date(shown.valid_to),
          refusedBecause:
            refused === null ? null : String((refused as NodeJS.ErrnoException).code ?? refused),
        });
      });
    });
  }
}
