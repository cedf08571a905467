import { z } from 'zod';
import { instant, model } from '../api/model';

/** Names are the library's: up to 100 letters, digits, dots, hyphens and underscores. */
export const credentialName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/);

export const credentialInput = model(
  'CredentialInput',
  z.strictObject({
    /** Never answered again. */
    secret: z.string().min(1).max(16_384),
    provider: credentialName,
  }),
);

export const credentialSummary = model(
  'Credential',
  z.strictObject({
    name: credentialName,
    provider: z.string(),
    /** Of the secret; null for a short one. */
    lastFour: z.string().nullable(),
    createdAt: instant,
    replacedAt: instant,
  }),
);

export const credentialList = model(
  'CredentialList',
  z.strictObject({ credentials: z.array(credentialSummary) }),
);
