import ipaddr from 'ipaddr.js';

/** One end of a TCP connection over IPv4. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

const signature = Buffer.from('0d0a0d0a000d0a515549540a', 'hex');
const version = 0x20;
const commands = { local: 0x00, proxy: 0x01 } as const;
const tcpOverIpv4 = 0x11;

/**
 * First bytes of a connection that a balancer passes on: who is its client, and where it wanted to go. Version 2 of the
 * protocol, https://www.haproxy.org/download/2.9/doc/proxy-protocol.txt, 2.2
 */
export function proxyHeader(client: Endpoint, destination: Endpoint): Buffer {
  const ports = Buffer.alloc(4);
  ports.writeUInt16BE(client.port, 0);
  ports.writeUInt16BE(destination.port, 2);
  const ends = Buffer.concat([octets(client.address), octets(destination.address), ports]);
  return Buffer.concat([start(commands.proxy, tcpOverIpv4, ends.length), ends]);
}

/** First bytes of a connection that a balancer makes by itself, such as a health check. */
export const localHeader: Buffer = start(commands.local, 0, 0);

function start(command: number, family: number, length: number): Buffer {
  const fields = Buffer.from([version | command, family, 0, 0]);
  fields.writeUInt16BE(length, 2);
  return Buffer.concat([signature, fields]);
}

const octets = (address: string): Buffer => Buffer.from(ipaddr.IPv4.parse(address).octets);
