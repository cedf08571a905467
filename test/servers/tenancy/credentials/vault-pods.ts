import { runAsTenant } from '../../../../tenancy/context/current-tenant';
import type { TenantContext } from '../../../../tenancy/context/tenant-context';
import { CredentialVault } from '../../../../tenancy/credentials/credential-vault';
import { DataKeys } from '../../../../tenancy/credentials/data-keys';
import { KeyRotation } from '../../../../tenancy/credentials/key-rotation';
import type { KeyService } from '../../../../tenancy/credentials/key-service';
import type { TenantDatabase } from '../../../../tenancy/database/tenant-database';
import type { UnitsOfWork } from '../../../../tenancy/database/unit-of-work';

/** What one pod has: a vault and a rotation over a cache of its own. */
export class VaultPod {
  readonly dataKeys: DataKeys;
  readonly vault: CredentialVault;
  readonly rotation: KeyRotation;

  constructor(database: TenantDatabase, keys: KeyService, units: UnitsOfWork = database, batchSize = 5) {
    this.dataKeys = new DataKeys({ platform: database.platform, keys });
    this.vault = new CredentialVault({ database: units, dataKeys: this.dataKeys });
    this.rotation = new KeyRotation({ database: units, dataKeys: this.dataKeys, batchSize });
  }

  seal(tenant: TenantContext, name: string, secret: string): Promise<void> {
    return runAsTenant(tenant, () => this.vault.seal(name, secret));
  }

  open(tenant: TenantContext, name: string): Promise<string> {
    return runAsTenant(tenant, async () => (await this.vault.open(name)).reveal());
  }

  rotate(tenant: TenantContext): ReturnType<KeyRotation['rotate']> {
    return runAsTenant(tenant, () => this.rotation.rotate());
  }
}
