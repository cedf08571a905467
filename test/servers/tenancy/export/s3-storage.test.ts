import { Readable } from 'node:stream';
import {
  CreateBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  PutBucketVersioningCommand,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { readText, type StoredObject } from '../../../../tenancy/life/storage/object-storage';
import { S3Storage } from '../../../../tenancy/life/storage/s3-storage';
import { type Emulator, startMoto } from '../../../../servers/moto/moto-server';
import { DataPlatform } from './data-platform';

const encryptionKey = 'arn:aws:kms:us-east-1:123456789012:key/6f0c1ad8-6c5e-4a4e-9f43-0d8f6ad1c001';
const mebibyte = 1024 ** 2;

describe('objects in a bucket', () => {
  let moto: Emulator;
  let client: S3Client;
  let storage: S3Storage;
  const Bucket = 'exports';
  const text = (content: string): Readable => Readable.from([Buffer.from(content)]);

  beforeAll(async () => {
    moto = await startMoto();
    client = new S3Client({
      endpoint: moto.url,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'emulated', secretAccessKey: 'emulated' },
    });
    await client.send(new CreateBucketCommand({ Bucket }));
    await client.send(
      new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
    );
    storage = new S3Storage({ client, bucket: Bucket, prefix: 'bundles/', encryptionKey });
  }, 120_000);
  afterAll(() => {
    client?.destroy();
    moto?.stop();
  });

  it('are read as they were written', async () => {
    await storage.write('a/b.txt', text('hello'));
    expect(await readText(storage, 'a/b.txt')).toBe('hello');
  });

  it('are null where there are none', async () => {
    expect(await storage.read('a/nothing')).toBeNull();
  });

  it('are encrypted with the key of the platform', async () => {
    await storage.write('sealed', text('hello'));
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'bundles/sealed' }));
    expect(head).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: encryptionKey });
  });

  it('are written in parts when they are large', async () => {
    const part = Buffer.alloc(mebibyte, 'x');
    await storage.write('large', Readable.from(Array.from({ length: 40 }, () => part)));
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'bundles/large' }));
    expect(head.ContentLength).toBe(40 * mebibyte);
    expect(head.ETag).toMatch(/-3"$/);
  });

  it('are not there, nor any part, after a write that broke off', async () => {
    const broken = Readable.from(
      (async function* () {
        for (let part = 0; part < 40; part += 1) yield Buffer.alloc(mebibyte);
        throw new Error('the source broke off');
      })(),
    );
    await expect(storage.write('broken', broken)).rejects.toThrow('the source broke off');
    expect(await storage.read('broken')).toBeNull();
    const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
    expect(Uploads ?? []).toEqual([]);
  });

  it('are removed by prefix with all their versions', async () => {
    for (const key of ['one/a', 'one/a', 'one/deep/b', 'two/c']) await storage.write(key, text(key));
    const listed: StoredObject[] = [];
    for await (const object of storage.list('one/')) listed.push(object);
    expect(listed.map(({ key }) => key)).toEqual(['one/a', 'one/deep/b']);
    expect(await storage.remove('one/')).toBe(2);
    const left = await client.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'bundles/one/' }));
    expect([...(left.Versions ?? []), ...(left.DeleteMarkers ?? [])]).toEqual([]);
    expect(await readText(storage, 'two/c')).toBe('two/c');
  });

  it('hold a bundle from which a tenant is restored', async () => {
    const data = await DataPlatform.start(['acme'], { bundles: storage });
    try {
      const before = await data.digests('acme');
      const { result } = await data.perform('export', 'acme');
      const { prefix, sha256 } = result as { prefix: string; sha256: string };
      await data.as('acme', 'DELETE FROM runs; DELETE FROM agents; SELECT 1');
      await data.perform('restore', 'acme', { source: { prefix, sha256 } });
      expect(await data.digests('acme')).toEqual(before);
    } finally {
      await data.stop();
    }
  });
});
