import { KeyRing } from '@platform/tenancy/credentials/key-ring';
import type { KeyService } from '@platform/tenancy/credentials/key-service';
import { LocalKeyService } from '@platform/tenancy/credentials/local-key-service';
import type { Settings } from '../settings';

/**
 * What wraps tenants' data keys: the KMS key where there is one, else ENCRYPTION_KEY. The others still open what they
 * wrapped, so that a platform can move to KMS, and a key can be changed, without downtime.
 */
export async function keyService(settings: Settings): Promise<KeyService> {
  const { tenantKeyArn, encryptionKey, retiredEncryptionKeys } = settings;
  const local = [encryptionKey, ...retiredEncryptionKeys].map((key) => new LocalKeyService(key));
  if (tenantKeyArn) return new KeyRing(await kmsKeyService(tenantKeyArn), local);
  const [current, ...older] = local;
  return new KeyRing(current!, older);
}

/** AWS's client takes a tenth of a pod's memory: it is loaded where it is used. */
async function kmsKeyService(keyArn: string): Promise<KeyService> {
  const { KMSClient } = await import('@aws-sdk/client-kms');
  const { KmsKeyService } = await import('@platform/tenancy/credentials/kms-key-service');
  return new KmsKeyService(keyArn, new KMSClient({}));
}
