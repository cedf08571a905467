import type { Readable } from 'node:stream';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  NoSuchKey,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { checkedKey, checkedPrefix, type ObjectStorage, type StoredObject } from './object-storage';

export interface S3StorageOptions {
  readonly client: S3Client;
  readonly bucket: string;
  /** Before every key, ending with `/`; default none. */
  readonly prefix?: string;
  /** ARN or id of the KMS key that S3 encrypts with; default the bucket's own setting. */
  readonly encryptionKey?: string;
}

/** 10,000 parts of 16 MiB are 156 GiB, the largest object written. https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const partSizeBytes = 16 * 1024 ** 2;
/** Parts in memory at one time: a write takes about twice this many. */
const partsAtOnce = 2;

/** Objects in a bucket, written in parts of 16 MiB so that memory stays bounded whatever their size. */
export class S3Storage implements ObjectStorage {
  readonly location: string;
  private readonly prefix: string;

  constructor(private readonly options: S3StorageOptions) {
    this.prefix = options.prefix ? checkedPrefix(options.prefix) : '';
    this.location = `s3://${options.bucket}/${this.prefix}`;
  }

  async write(key: string, content: Readable): Promise<void> {
    const { client, bucket, encryptionKey } = this.options;
    const upload = new Upload({
      client,
      params: {
        Bucket: bucket,
        Key: this.key(key),
        Body: content,
        ...(encryptionKey && { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: encryptionKey }),
      },
      partSize: partSizeBytes,
      queueSize: partsAtOnce,
      leavePartsOnError: false,
    });
    try {
      await upload.done();
    } catch (error) {
      content.destroy();
      throw error;
    }
  }

  async read(key: string): Promise<Readable | null> {
    const { client, bucket } = this.options;
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: this.key(key) }));
      return Body as Readable;
    } catch (error) {
      if (error instanceof NoSuchKey) return null;
      throw error;
    }
  }

  async *list(prefix: string): AsyncIterable<StoredObject> {
    const { client, bucket } = this.options;
    const within = { Bucket: bucket, Prefix: this.prefix + checkedPrefix(prefix) };
    for (let token: string | undefined, more = true; more;) {
      const page = await client.send(new ListObjectsV2Command({ ...within, ContinuationToken: token }));
      for (const { Key = '', Size = 0 } of page.Contents ?? []) {
        yield { key: Key.slice(this.prefix.length), sizeBytes: Size };
      }
      token = page.NextContinuationToken;
      more = token !== undefined;
    }
  }

  async remove(prefix: string): Promise<number> {
    const { client, bucket } = this.options;
    const within = { Bucket: bucket, Prefix: this.prefix + checkedPrefix(prefix) };
    const keys = new Set<string>();
    for (;;) {
      // The first page again and again: what it showed is gone by then.
      const page = await client.send(new ListObjectVersionsCommand({ ...within, MaxKeys: 1000 }));
      const versions = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
      if (versions.length === 0) return keys.size;
      const { Errors = [] } = await client.send(
        new DeleteObjectsCommand({
          Bucket: bucket,
          Delete: { Objects: versions.map(({ Key, VersionId }) => ({ Key, VersionId })), Quiet: true },
        }),
      );
      const [refused] = Errors;
      if (refused) {
        throw new Error(
          `S3 keeps ${refused.Key}: ${refused.Code}. Check the bucket's object lock and rights.`,
        );
      }
      for (const { Key = '' } of page.Versions ?? []) keys.add(Key);
    }
  }

  private key(key: string): string {
    return this.prefix + checkedKey(key);
  }
}
