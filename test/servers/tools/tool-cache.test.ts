import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cachedTool, removeUnusedVersions, withoutInstalling } from '../../../servers/tools/tool-cache';

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

describe('where nothing may be installed', () => {
  const asked = async (options?: { readonly isMadeHere: boolean }) => {
    let installed = 0;
    const install = async (): Promise<void> => void installed++;
    const path = `tool-${options?.isMadeHere}`;
    const found = withoutInstalling(() => cachedTool(path, '1', install, options));
    const error = await found.then(() => null).catch(({ name, message }: Error) => ({ name, message }));
    return { error, installed };
  };

  test('what is missing is named, and stays away', async () => {
    expect(await asked()).toEqual({
      error: { name: 'NotInstalled', message: 'tool-undefined 1 would have to be installed' },
      installed: 0,
    });
  });

  test('what is made of what is there is made', async () => {
    expect(await asked({ isMadeHere: true })).toEqual({ error: null, installed: 1 });
  });

  test('what is there is found', async () => {
    const folder = await cachedTool('there', '1', () => Promise.resolve());
    expect(await withoutInstalling(() => cachedTool('there', '1', () => Promise.reject(new Error())))).toBe(
      folder,
    );
  });
});

describe('versions that nobody has asked for within a day', () => {
  const twoDaysAgo = new Date(Date.now() - 2 * 24 * 60 * 60 * 1000);
  const version = async (name: string, number: string): Promise<string> => {
    const folder = await cachedTool(name, number, () => Promise.resolve());
    utimesSync(join(folder, '.complete'), twoDaysAgo, twoDaysAgo);
    return folder;
  };

  test('are removed, and those that were asked for since stay', async () => {
    const old = await version('store', '1');
    const used = await version('store', '2');
    await cachedTool('store', '2', () => Promise.reject(new Error('it is there')));
    removeUnusedVersions('store');
    expect([old, used].map((folder) => existsSync(folder))).toEqual([false, true]);
  });

  test('of other tools stay', async () => {
    const other = await version('other', '1');
    removeUnusedVersions('store');
    expect(existsSync(other)).toBe(true);
  });
});
