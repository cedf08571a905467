import { join } from 'node:path';
import { run } from '../command';
import { cachedTool } from './tool-cache';

/** Folder with the programs of a package from PyPI, in a virtual environment of its own. */
export async function pythonTool(packageName: string, version: string, extras = ''): Promise<string> {
  const folder = await cachedTool(packageName, version, async (empty) => {
    await run('python3', ['-m', 'venv', empty]);
    await run(join(empty, 'bin', 'pip'), ['install', '--quiet', `${packageName}${extras}==${version}`]);
  });
  return join(folder, 'bin');
}
