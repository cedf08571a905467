import { openBox, sealBox, type SealedBox } from './sealed-box';

/** Where a sealed secret belongs. All of it is bound: a row that is copied or changed does not open. */
export interface CredentialPlace {
  readonly tenantId: string;
  readonly name: string;
  /** Bound too, so that a row cannot send one provider's secret to another. */
  readonly provider: string;
  readonly keyVersion: number;
}

export const sealCredential = (key: Buffer, secret: string, place: CredentialPlace): SealedBox => {
  const plaintext = Buffer.from(secret);
  try {
    return sealBox(key, plaintext, contextOf(place));
  } finally {
    plaintext.fill(0);
  }
};

/** Throws `unreadable-credential`. */
export const openCredential = (key: Buffer, box: SealedBox, place: CredentialPlace): string => {
  const plaintext = openBox(key, box, contextOf(place));
  try {
    return plaintext.toString();
  } finally {
    plaintext.fill(0);
  }
};

const contextOf = ({ tenantId, name, provider, keyVersion }: CredentialPlace): string[] => [
  'credential',
  tenantId,
  name,
  provider,
  `version ${keyVersion}`,
];
