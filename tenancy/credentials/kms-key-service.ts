import {
  DecryptCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  InvalidCiphertextException,
  IncorrectKeyException,
  type KMSClient,
  ReEncryptCommand,
} from '@aws-sdk/client-kms';
import { TenancyError } from '../context/tenancy-error';
import type { KeyService, WrappedDataKey } from './key-service';

const keyArnPattern = /^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/([\w-]+)$/;

/**
 * Wraps data keys with a key of AWS KMS, which never leaves it. The tenant's id is the encryption context, which also
 * shows in the trail of each use. Needs kms:GenerateDataKey, kms:Encrypt and kms:Decrypt on the key; `reEncrypt` needs
 * kms:ReEncryptFrom on the old one and kms:ReEncryptTo on the new one.
 * https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html
 */
export class KmsKeyService implements KeyService {
  /** By the key's id: the replica of a multi-Region key has the same one, and opens what the primary wrapped. */
  readonly masterKey: string;

  /** `keyArn`: of the key itself, not of an alias, which may point elsewhere tomorrow. */
  constructor(
    private readonly keyArn: string,
    private readonly client: KMSClient,
  ) {
    const [, keyId] = keyArnPattern.exec(keyArn) ?? [];
    if (!keyId) throw new Error(`The tenants' key must be the ARN of a KMS key, not ${keyArn}.`);
    this.masterKey = `kms:${keyId}`;
  }

  async generate(tenantId: string): Promise<{ dataKey: Buffer; wrapped: WrappedDataKey }> {
    const { Plaintext, CiphertextBlob } = await this.client.send(
      new GenerateDataKeyCommand({
        KeyId: this.keyArn,
        KeySpec: 'AES_256',
        EncryptionContext: contextOf(tenantId),
      }),
    );
    return { dataKey: plaintextOf(Plaintext), wrapped: this.wrapped(CiphertextBlob) };
  }

  async wrap(dataKey: Buffer, tenantId: string): Promise<WrappedDataKey> {
    const { CiphertextBlob } = await this.client.send(
      new EncryptCommand({ KeyId: this.keyArn, Plaintext: dataKey, EncryptionContext: contextOf(tenantId) }),
    );
    return this.wrapped(CiphertextBlob);
  }

  async unwrap({ masterKey, bytes }: WrappedDataKey, tenantId: string): Promise<Buffer> {
    if (masterKey !== this.masterKey) {
      throw new TenancyError('unreadable-credential', `A data key needs the master key ${masterKey}.`);
    }
    const { Plaintext } = await this.client
      .send(
        new DecryptCommand({
          KeyId: this.keyArn,
          CiphertextBlob: bytes,
          EncryptionContext: contextOf(tenantId),
        }),
      )
      .catch(refusal);
    return plaintextOf(Plaintext);
  }

  /** What `from` wrapped, under this key. The data key stays inside KMS. */
  async reEncrypt(wrapped: WrappedDataKey, from: KmsKeyService, tenantId: string): Promise<WrappedDataKey> {
    const { CiphertextBlob } = await this.client
      .send(
        new ReEncryptCommand({
          CiphertextBlob: wrapped.bytes,
          SourceKeyId: from.keyArn,
          SourceEncryptionContext: contextOf(tenantId),
          DestinationKeyId: this.keyArn,
          DestinationEncryptionContext: contextOf(tenantId),
        }),
      )
      .catch(refusal);
    return this.wrapped(CiphertextBlob);
  }

  private wrapped(ciphertext: Uint8Array | undefined): WrappedDataKey {
    return { masterKey: this.masterKey, bytes: Buffer.from(ciphertext!) };
  }
}

const contextOf = (tenantId: string): Record<string, string> => ({ tenant: tenantId });

/** A copy of its own, and nothing left of the SDK's. */
function plaintextOf(answer: Uint8Array | undefined): Buffer {
  const dataKey = Buffer.from(answer!);
  answer!.fill(0);
  return dataKey;
}

/** What another tenant or a change causes becomes the library's error; an outage or a missing right stays what it is. */
function refusal(error: unknown): never {
  if (error instanceof InvalidCiphertextException || error instanceof IncorrectKeyException) {
    throw new TenancyError('unreadable-credential', 'KMS does not open this data key for this tenant.', {
      cause: error,
    });
  }
  throw error;
}
