import { basename, join } from 'node:path';
import { run } from '../command';
import { cachedTool } from './tool-cache';

/**
 * Path of a program that is built from the Go module proxy. `name` is what the cache calls it: the last part of the
 * package's path by default, which for some projects is only `server`.
 */
export async function goTool(
  packagePath: string,
  version: string,
  name = basename(packagePath),
): Promise<string> {
  const folder = await cachedTool(name, version, async (empty) => {
    await run('go', ['install', '-trimpath', '-ldflags=-s -w', `${packagePath}@v${version}`], {
      env: { GOBIN: empty, GOFLAGS: '', CGO_ENABLED: '0', GOTOOLCHAIN: 'local' },
    });
  });
  return join(folder, basename(packagePath));
}

/** Folder of a Go module's files, read-only. */
export async function goModule(path: string, version: string): Promise<string> {
  const answer = await run('go', ['mod', 'download', '-json', `${path}@v${version}`]);
  return JSON.parse(answer).Dir;
}
