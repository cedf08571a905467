import type { TenantContext } from '../../../tenancy/context/tenant-context';

/** A tenant of a deployed application, made for the attacks. */
export interface DeployedTenant {
  readonly context: TenantContext;
  readonly token: string;
  /** Tokens that claim to be the tenant's, each wrong in another way. */
  readonly forged: readonly string[];
}

/** What the program that attacks a deployed application is told, as JSON. */
export interface DeployedOrder {
  /** The way in from the internet. */
  readonly entrance: {
    readonly host: string;
    readonly address: string;
    readonly port: number;
    /** PEM of who vouches for its certificate. */
    readonly authorities: string;
  };
  /** Addresses of the attackers. */
  readonly from: readonly string[];
  readonly tenants: readonly DeployedTenant[];
  readonly attacks: number;
  readonly seed: number;
  /** Whether the sign-in service gives attackers a token of their victim: each attack then is one that must be seen. */
  readonly planted: boolean;
}
