import { basename, join } from 'node:path';
import { run } from '../command';
import { cachedTool } from './tool-cache';

/** Path of a program that is built from the Go module proxy. */
export async function goTool(packagePath: string, version: string): Promise<string> {
  const name = basename(packagePath);
  const folder = await cachedTool(name, version, async (empty) => {
    await run('go', ['install', `${packagePath}@v${version}`], { env: { GOBIN: empty, GOFLAGS: '' } });
  });
  return join(folder, name);
}

/** Folder of a Go module's files, read-only. */
export async function goModule(path: string, version: string): Promise<string> {
  const answer = await run('go', ['mod', 'download', '-json', `${path}@v${version}`]);
  return JSON.parse(answer).Dir;
}
