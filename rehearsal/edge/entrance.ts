import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { connect as connectTcp } from 'node:net';
import { connect, type ConnectionOptions } from 'node:tls';

/** The way in from the internet, as a client finds it. */
export interface Entrance {
  /** The application's host. */
  readonly host: string;
  /** Where DNS leads: the load balancer's address. */
  readonly address: string;
  readonly ports: { readonly http: number; readonly https: number };
  /** PEM of who vouches for its certificate. */
  readonly authorities: string;
}

/** Of the web. */
export const entrancePorts = { http: 80, https: 443 } as const;

export interface Question {
  /** As it is sent: nothing is taken out or put in order. Default `/`. */
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Address of the client. */
  readonly from: string;
  /** Default true. */
  readonly tls?: boolean;
  /** Default 10. */
  readonly timeoutSeconds?: number;
}

export interface EntranceAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

/** Asks over a connection of its own. @throws Error when no answer comes. */
export function ask(entrance: Entrance, question: Question): Promise<EntranceAnswer> {
  const { path = '/', method = 'GET', headers = {}, body, from, tls = true, timeoutSeconds = 10 } = question;
  const { host, address, ports, authorities } = entrance;
  const options = {
    host: address,
    path,
    method,
    localAddress: from,
    agent: false,
    headers: { host, ...headers, ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }) },
    signal: AbortSignal.timeout(timeoutSeconds * 1000),
  };
  return new Promise((resolve, reject) => {
    const asking = tls
      ? requestHttps({ ...options, port: ports.https, servername: host, ca: authorities })
      : requestHttp({ ...options, port: ports.http });
    asking.once('response', (answer) => {
      let text = '';
      answer.on('data', (part) => (text += part));
      answer.once('error', reject);
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    // Whoever is refused while it still sends hears of it twice.
    asking.on('error', reject);
    asking.end(body);
  });
}

/** What came of a handshake: the serial number of the certificate that was shown, or why there was none. */
export type Handshake =
  { readonly serial: string; readonly version: string | null } | { readonly refusal: string };

const handshakeMilliseconds = 10_000;

/** Shakes hands with the host, or as the options say. */
export function shakeHands(
  { host, address, ports, authorities }: Entrance,
  from: string,
  options: Pick<ConnectionOptions, 'servername' | 'minVersion' | 'maxVersion' | 'ALPNProtocols'> = {},
): Promise<Handshake> {
  return new Promise((resolve) => {
    const tcp = connectTcp({ host: address, port: ports.https, localAddress: from });
    const socket = connect({ socket: tcp, servername: host, ca: authorities, ...options });
    socket.setTimeout(handshakeMilliseconds);
    tcp.once('error', ({ message }) => answer({ refusal: message }));
    const answer = (handshake: Handshake): void => {
      socket.destroy();
      resolve(handshake);
    };
    socket.once('secureConnect', () =>
      answer({ serial: socket.getPeerCertificate().serialNumber, version: socket.getProtocol() }),
    );
    socket.once('timeout', () => answer({ refusal: 'no answer' }));
    socket.once('error', ({ message }) => answer({ refusal: message }));
    socket.once('close', () => answer({ refusal: 'closed' }));
  });
}
