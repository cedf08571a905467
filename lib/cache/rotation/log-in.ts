import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';

export interface Login {
  readonly username: string;
  readonly password: string;
}

const timeoutMilliseconds = 10_000;

/** One command in the wire format of Valkey: an array of strings, each with its length in bytes. */
const command = (...words: readonly string[]): string =>
  `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;

/** Logs in over TLS and asks for a sign of life. Rejects with the server's answer, or after ten seconds of none. */
export async function logIn(server: { host: string; port: number }, login: Login): Promise<void> {
  const socket = connect({ ...server, servername: server.host });
  socket.setTimeout(timeoutMilliseconds, () =>
    socket.destroy(new Error(`${server.host}:${server.port} did not answer in ${timeoutMilliseconds} ms`)),
  );
  try {
    await authenticate(socket, login);
  } finally {
    socket.destroy();
  }
}

/** AUTH and PING on an open connection. https://valkey.io/topics/protocol/ */
export async function authenticate(connection: Duplex, { username, password }: Login): Promise<void> {
  connection.write(command('AUTH', username, password) + command('PING'));
  let answers = '';
  for await (const chunk of connection) {
    answers += String(chunk);
    const refusal = answers
      .split('\r\n')
      .slice(0, -1)
      .find((line) => line.startsWith('-'));
    if (refusal) throw new Error(refusal);
    if (answers === '+OK\r\n+PONG\r\n') return;
  }
  throw new Error(`the connection closed after ${JSON.stringify(answers)}`);
}
