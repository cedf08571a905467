import { createHmac, randomBytes } from 'node:crypto';
import { TenancyError } from '../context/tenancy-error';
import { dataKeyBytes, type KeyService, type WrappedDataKey } from './key-service';
import { openBox, sealBox } from './sealed-box';

const nonceBytes = 12;

/** Wraps data keys with a key of the process, for where there is no KMS: AES-256-GCM. */
export class LocalKeyService implements KeyService {
  readonly masterKey: string;
  readonly #key: Buffer;

  /** `encryptionKey`: 64 hexadecimal digits, the variable ENCRYPTION_KEY. */
  constructor(encryptionKey: string) {
    if (!/^[0-9a-f]{64}$/i.test(encryptionKey)) {
      throw new Error('ENCRYPTION_KEY must be 64 hexadecimal digits, such as `openssl rand -hex 32` prints.');
    }
    this.#key = Buffer.from(encryptionKey, 'hex');
    const fingerprint = createHmac('sha256', this.#key).update('fingerprint of a master key').digest('hex');
    this.masterKey = `local:${fingerprint.slice(0, 16)}`;
  }

  async generate(tenantId: string): Promise<{ dataKey: Buffer; wrapped: WrappedDataKey }> {
    const dataKey = randomBytes(dataKeyBytes);
    return { dataKey, wrapped: await this.wrap(dataKey, tenantId) };
  }

  async wrap(dataKey: Buffer, tenantId: string): Promise<WrappedDataKey> {
    const { nonce, ciphertext } = sealBox(this.#key, dataKey, this.context(tenantId));
    return { masterKey: this.masterKey, bytes: Buffer.concat([nonce, ciphertext]) };
  }

  async unwrap({ masterKey, bytes }: WrappedDataKey, tenantId: string): Promise<Buffer> {
    if (masterKey !== this.masterKey) {
      throw new TenancyError('unreadable-credential', `A data key needs the master key ${masterKey}.`);
    }
    const box = { nonce: bytes.subarray(0, nonceBytes), ciphertext: bytes.subarray(nonceBytes) };
    return openBox(this.#key, box, this.context(tenantId));
  }

  private readonly context = (tenantId: string): string[] => ['data-key', tenantId, this.masterKey];
}
