import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cachedTool } from '../../../servers/tools/tool-cache';

const cache = mkdtempSync(join(tmpdir(), 'tool-cache-'));
const before = process.env.XDG_CACHE_HOME;

beforeAll(() => (process.env.XDG_CACHE_HOME = cache));
afterAll(() => {
  if (before === undefined) delete process.env.XDG_CACHE_HOME;
  else process.env.XDG_CACHE_HOME = before;
  rmSync(cache, { recursive: true, force: true });
});

test('two who ask for a tool at once install it once, and both have all of it', async () => {
  let installed = 0;
  const install = async (folder: string): Promise<void> => {
    installed += 1;
    await sleep(300);
    writeFileSync(join(folder, 'program'), 'whole');
  };
  const folders = await Promise.all([cachedTool('slow', '1', install), cachedTool('slow', '1', install)]);
  expect(installed).toBe(1);
  expect(folders.map((folder) => existsSync(join(folder, 'program')))).toEqual([true, true]);
});

test('what a failed installation left is installed anew', async () => {
  const fails = async (folder: string): Promise<void> => {
    writeFileSync(join(folder, 'half'), '');
    throw new Error('no network');
  };
  await expect(cachedTool('broken', '1', fails)).rejects.toThrow('no network');
  const folder = await cachedTool('broken', '1', () => Promise.resolve());
  expect(existsSync(join(folder, 'half'))).toBe(false);
});
