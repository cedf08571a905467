import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { FolderStorage } from '../../../tenancy/life/storage/folder-storage';
import { readText, type StoredObject } from '../../../tenancy/life/storage/object-storage';

describe('objects in a folder', () => {
  let folder: string;
  let storage: FolderStorage;
  const text = (content: string): Readable => Readable.from([Buffer.from(content)]);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'objects-'));
    storage = new FolderStorage(join(folder, 'objects'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are read as they were written', async () => {
    await storage.write('a/b.txt', text('hello'));
    expect(await readText(storage, 'a/b.txt')).toBe('hello');
  });

  it('are replaced as a whole', async () => {
    await storage.write('a', text('longer text'));
    await storage.write('a', text('short'));
    expect(await readText(storage, 'a')).toBe('short');
  });

  it('are null where there are none', async () => {
    expect(await storage.read('a/b')).toBeNull();
  });

  it('are listed and removed by prefix', async () => {
    for (const key of ['one/a', 'one/deep/b', 'two/c']) await storage.write(key, text(key));
    const listed: StoredObject[] = [];
    for await (const object of storage.list('one/')) listed.push(object);
    expect(listed).toEqual([
      { key: 'one/a', sizeBytes: 5 },
      { key: 'one/deep/b', sizeBytes: 10 },
    ]);
    expect(await storage.remove('one/')).toBe(2);
    expect(await storage.read('one/a')).toBeNull();
    expect(await readText(storage, 'two/c')).toBe('two/c');
  });

  it('are not there after a write that broke off', async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('half');
        throw new Error('the source broke off');
      })(),
    );
    await expect(storage.write('a/b', broken)).rejects.toThrow('the source broke off');
    expect(await storage.read('a/b')).toBeNull();
    expect(readdirSync(join(folder, 'objects/a'))).toEqual([]);
  });

  it.each(['../a', 'a/../../b', '/a', 'a//b', '', 'a/./b', 'a\\b', 'ä', 'a\0'])(
    'refuse the key %j',
    async (key) => {
      await expect(storage.write(key, text('x'))).rejects.toThrow('malformed');
    },
  );

  it.each(['', '/', '../', 'a', 'a/../'])('refuse the prefix %j', async (prefix) => {
    await expect(storage.remove(prefix)).rejects.toThrow(/malformed|slash/);
  });
});
