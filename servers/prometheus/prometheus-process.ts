import { join } from 'node:path';
import { run } from '../command';
import { freePort } from '../free-port';
import { ServerProcess } from '../server-process';
import type { PrometheusPrograms } from './prometheus-programs';

export interface PrometheusProcessOptions {
  readonly program: string;
  /** For its data and its log. */
  readonly folder: string;
  readonly configurationFile: string;
  /** Default: none. */
  readonly arguments?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

export interface PrometheusProcess {
  readonly port: number;
  readonly server: ServerProcess;
}

/** Reading a month of samples takes the longest. */
const readySeconds = 120;

const dataOf = (folder: string): string => join(folder, 'data');

/** Starts Prometheus on a free port of the loopback. */
export async function startPrometheus(options: PrometheusProcessOptions): Promise<PrometheusProcess> {
  const { program, folder, configurationFile, arguments: more = [], env } = options;
  const port = await freePort();
  const server = new ServerProcess({
    program,
    arguments: [
      `--config.file=${configurationFile}`,
      `--storage.tsdb.path=${dataOf(folder)}`,
      `--web.listen-address=127.0.0.1:${port}`,
      ...more,
    ],
    folder,
    logFile: join(folder, 'log'),
    port,
    readySeconds,
    ...(env && { env }),
  });
  await server.start();
  return { port, server };
}

/** Makes samples in OpenMetrics' text format those of a Prometheus that will be started in the folder. */
export async function rememberSamples(
  { promtool }: Pick<PrometheusPrograms, 'promtool'>,
  file: string,
  folder: string,
): Promise<void> {
  await run(promtool, ['tsdb', 'create-blocks-from', 'openmetrics', '-q', file, dataOf(folder)]);
}
