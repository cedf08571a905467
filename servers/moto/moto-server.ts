import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { start } from '../command';
import { freePort } from '../free-port';
import { pythonTool } from '../tools/python-tool';

export const motoVersion = '5.2.5';
const startSeconds = 60;

/** An AWS emulator on this machine. */
export interface Emulator {
  readonly url: string;
  /** The last exception that it printed since this was asked; null: none. */
  readonly takeException: () => string | null;
  readonly stop: () => void;
}

/** From PyPI, in a virtual environment of its own. */
export const motoProgram = async (): Promise<string> =>
  join(await pythonTool('moto', motoVersion, '[server,all]'), 'moto_server');

/** Starts moto on a free port and waits until it answers. Functions are not run: that would take Docker. */
export async function startMoto(): Promise<Emulator> {
  const program = await motoProgram();
  const port = await freePort();
  const server = start(program, ['-H', '127.0.0.1', '-p', String(port)]);
  let exception: string | null = null;
  server.stdout?.resume();
  server.stderr?.on('data', (text) => {
    exception =
      String(text)
        .match(/^[\w.]+(Error|Exception)\b.*$/gm)
        ?.at(-1) ?? exception;
  });
  const takeException = (): string | null => {
    const taken = exception;
    exception = null;
    return taken;
  };
  const url = `http://127.0.0.1:${port}`;
  const config = JSON.stringify({ lambda: { use_docker: false } });
  for (let seconds = 0; seconds < startSeconds; seconds += 1) {
    const answered = await fetch(`${url}/moto-api/config`, { method: 'POST', body: config }).catch(
      () => null,
    );
    if (answered?.ok) return { url, takeException, stop: () => server.kill('SIGTERM') };
    await sleep(1000);
  }
  server.kill('SIGTERM');
  throw new Error(`moto did not answer within ${startSeconds} seconds`);
}

/** Logical ids of the resources that the emulator made for a stack, each with its physical id. */
export async function madeResources(
  url: string,
  stack: string,
  region: string,
): Promise<Map<string, string>> {
  const query = new URLSearchParams({
    Action: 'DescribeStackResources',
    Version: '2010-05-15',
    StackName: stack,
  });
  const answer = await fetch(url, { method: 'POST', body: query, headers: unsigned(region) });
  const members = (await answer.text()).split('<member>').slice(1);
  return new Map(
    members.map((member) => [element(member, 'LogicalResourceId'), element(member, 'PhysicalResourceId')]),
  );
}

const element = (xml: string, name: string): string =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';

/** moto reads the service and the region from the signature's scope and checks no signature. */
const unsigned = (region: string): Record<string, string> => ({
  Authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/cloudformation/aws4_request, SignedHeaders=host, Signature=0`,
});
