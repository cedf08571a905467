import { createSocket, type Socket } from 'node:dgram';
import type { AddressInfo } from 'node:net';

type Records = Readonly<Record<string, { readonly ns?: readonly string[]; readonly a?: string }>>;

const types = { a: 1, ns: 2 } as const;
const codes = { noError: 0, serverFailure: 2, noSuchName: 3 } as const;

/** A DNS server on this machine that knows a few names, fails at `broken.test`, and is silent about `silent.test`. */
export class LocalDns {
  private constructor(private readonly socket: Socket) {}

  static async start(records: Records): Promise<LocalDns> {
    const socket = createSocket('udp4');
    socket.on('message', (query, { port, address }) => {
      const answer = answerTo(query, records);
      if (answer) socket.send(answer, port, address);
    });
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    return new LocalDns(socket);
  }

  get server(): string {
    return `127.0.0.1:${(this.socket.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.socket.close();
  }
}

/** RFC 1035, sections 4.1 and 3.3: one question, and answers whose name points back to it. */
function answerTo(query: Buffer, records: Records): Buffer | null {
  const labels: string[] = [];
  let offset = 12;
  for (let length = query[offset]!; length > 0; length = query[offset]!) {
    labels.push(query.subarray(offset + 1, offset + 1 + length).toString());
    offset += 1 + length;
  }
  const type = query.readUInt16BE(offset + 1);
  const name = labels.join('.').toLowerCase();
  if (name === 'silent.test') return null;
  const known = records[name];
  const data =
    type === types.ns
      ? (known?.ns ?? []).map(encodedName)
      : known?.a
        ? [Buffer.from(known.a.split('.').map(Number))]
        : [];
  const code = name === 'broken.test' ? codes.serverFailure : known ? codes.noError : codes.noSuchName;
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 | code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(data.length, 6);
  return Buffer.concat([header, query.subarray(12, offset + 5), ...data.map((one) => record(type, one))]);
}

function record(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

const encodedName = (name: string): Buffer =>
  Buffer.concat([
    ...name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.from([0]),
  ]);
