import { randomInt } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';

/** A TCP port of this machine that nobody listens on. */
export const freePort = (): Promise<number> => listenOnce(0);

/** Under 32768: Temporal stores its ports in signed 16-bit columns. */
export async function freeLowPort(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = randomInt(10_000, 32_768);
    if (await listenOnce(port).catch(() => null)) return port;
  }
  throw new Error('No free port between 10000 and 32767.');
}

function listenOnce(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(wanted, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
