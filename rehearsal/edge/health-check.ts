import { connect } from 'node:net';
import { localHeader } from './proxy-header';

export interface HealthCheck {
  readonly from: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly timeoutSeconds: number;
  readonly proxyProtocol: boolean;
}

/** Whether a target answers 200 to 399 in time. */
export function isHealthy(check: HealthCheck): Promise<boolean> {
  const { from, host, port, path, timeoutSeconds, proxyProtocol } = check;
  return new Promise((resolve) => {
    const socket = connect({ host, port, localAddress: from });
    const answer = (isGood: boolean): void => {
      clearTimeout(late);
      socket.destroy();
      resolve(isGood);
    };
    const late = setTimeout(() => answer(false), timeoutSeconds * 1000);
    let text = '';
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      const [, status] = /^HTTP\/1\.[01] (\d{3})/.exec(text) ?? [];
      if (status !== undefined) answer(Number(status) >= 200 && Number(status) < 400);
    });
    socket.once('error', () => answer(false));
    socket.once('close', () => answer(false));
    if (proxyProtocol) socket.write(localHeader);
    socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  });
}
