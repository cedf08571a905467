import { get } from 'node:http';

/** What a path answered; a null status: nothing that could be read in time, and `body` says why. */
export interface Answer {
  readonly status: number | null;
  readonly contentType: string;
  readonly body: string;
}

/** What the kubelet's probes wait for an answer, in seconds, as the charts set them. */
export const probeSeconds = { ready: 2, live: 5 } as const;

/** Asks once on a new connection, as the kubelet does. */
export function ask(port: number, path: string, seconds: number): Promise<Answer> {
  return new Promise((resolve) => {
    const fail = (why: string): void => resolve({ status: null, contentType: '', body: why });
    const request = get({ port, path, host: '127.0.0.1', agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text) => (body += text));
      response.on('error', (error) => fail(error.message));
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? null,
          contentType: response.headers['content-type'] ?? '',
          body,
        });
      });
    });
    const timer = setTimeout(() => {
      fail(`no answer in ${seconds} s`);
      request.destroy();
    }, seconds * 1000);
    request.on('close', () => clearTimeout(timer));
    request.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
  });
}

/** The kubelet takes every status from 200 to 399 for a yes. */
export const isYes = ({ status }: Answer): boolean => status !== null && status >= 200 && status < 400;

/** `GET /ready answers 404`, `GET /ready: no answer in 2 s`. */
export const told = (path: string, { status, body }: Answer): string =>
  status === null ? `GET ${path}: ${body}` : `GET ${path} answers ${status}`;
