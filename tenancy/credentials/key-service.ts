/** A data key as it is stored: only the master key that wrapped it can open it, and only for its tenant. */
export interface WrappedDataKey {
  /** Which master key: `local:<fingerprint>` or `kms:<key id>`, the same in every region. */
  readonly masterKey: string;
  readonly bytes: Buffer;
}

/**
 * Keeps a master key and wraps tenants' data keys (256 bits) with it. The tenant's id is bound to what it wraps: for
 * another tenant it does not open. Errors carry no key.
 */
export interface KeyService {
  /** Of what it wraps now. */
  readonly masterKey: string;
  /** A new random data key. The caller overwrites `dataKey` when it is done. */
  generate(tenantId: string): Promise<{ dataKey: Buffer; wrapped: WrappedDataKey }>;
  wrap(dataKey: Buffer, tenantId: string): Promise<WrappedDataKey>;
  /** Throws `unreadable-credential` for another tenant's, for one that was changed, and without its master key. */
  unwrap(wrapped: WrappedDataKey, tenantId: string): Promise<Buffer>;
}

/** Length of a data key, for AES-256. */
export const dataKeyBytes = 32;
