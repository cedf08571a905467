import type { CredentialVault } from '@platform/tenancy/credentials/credential-vault';
import type { PlatformQueries, UnitsOfWork } from '@platform/tenancy/database/unit-of-work';
import type { Quotas } from '@platform/tenancy/limits/quotas';
import type { TenantRegistry } from '@platform/tenancy/registry/tenant-record';
import type { EventStore } from '../events/event-store';

/** What operations work with. Each takes what it needs. */
export interface ApiServices {
  readonly database: UnitsOfWork & { readonly platform: PlatformQueries };
  readonly registry: TenantRegistry;
  readonly quotas: Quotas;
  readonly vault: CredentialVault;
  readonly events: EventStore;
  /** Tells sockets what happened, after the commit. It never fails. */
  readonly announce: () => void;
}
