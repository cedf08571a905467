import { TenancyError } from '../context/tenancy-error';
import type { KeyService, WrappedDataKey } from './key-service';
import { KmsKeyService } from './kms-key-service';

/**
 * The master key that is used, and older ones that still open what they wrapped. Changing it takes three deploys at
 * most: (1) every pod knows both, the old one current; (2) the new one current, and `changeMasterKey` runs; (3) the old
 * one is gone. Local keys and KMS keys mix, so a platform can move from one to the other.
 */
export class KeyRing implements KeyService {
  readonly masterKey: string;

  constructor(
    private readonly current: KeyService,
    private readonly older: readonly KeyService[] = [],
  ) {
    this.masterKey = current.masterKey;
  }

  generate(tenantId: string): Promise<{ dataKey: Buffer; wrapped: WrappedDataKey }> {
    return this.current.generate(tenantId);
  }

  wrap(dataKey: Buffer, tenantId: string): Promise<WrappedDataKey> {
    return this.current.wrap(dataKey, tenantId);
  }

  async unwrap(wrapped: WrappedDataKey, tenantId: string): Promise<Buffer> {
    return this.serviceOf(wrapped).unwrap(wrapped, tenantId);
  }

  /** The same data key under the master key that is used now. */
  async rewrap(wrapped: WrappedDataKey, tenantId: string): Promise<WrappedDataKey> {
    const from = this.serviceOf(wrapped);
    if (from === this.current) return wrapped;
    if (this.current instanceof KmsKeyService && from instanceof KmsKeyService) {
      return this.current.reEncrypt(wrapped, from, tenantId);
    }
    const dataKey = await from.unwrap(wrapped, tenantId);
    try {
      return await this.current.wrap(dataKey, tenantId);
    } finally {
      dataKey.fill(0);
    }
  }

  private serviceOf({ masterKey }: WrappedDataKey): KeyService {
    const service = [this.current, ...this.older].find((known) => known.masterKey === masterKey);
    if (service) return service;
    throw new TenancyError(
      'unreadable-credential',
      `A data key needs the master key ${masterKey}: add it to the older keys.`,
    );
  }
}
