import type { Namespace, Socket } from 'socket.io';
import { runAsTenant } from '../context/current-tenant';
import { TenancyError } from '../context/tenancy-error';
import type { TenantContext } from '../context/tenant-context';
import { resolveTenant, type TenantSources } from '../http/tenant-sources';
import type { TokenVerifier } from '../http/token-verifier';
import type { TenantRegistry } from '../registry/tenant-record';

type Client = Socket['client'];
type Auth = Record<string, unknown>;

export interface Admitted {
  readonly tenant: TenantContext;
  /** When the token expires; undefined without a token. */
  readonly expiresAt: Date | undefined;
}

/** A method of Socket.io's namespace that its types do not show. */
interface MakesSockets {
  _createSocket(client: Client, auth: Auth): Promise<Socket>;
}

/**
 * Decides which tenant a connecting client belongs to, once for each attempt, and before Socket.io restores a lost
 * connection: it sends the missed events while it makes the socket, ahead of all middleware.
 */
export class SocketAdmission {
  private readonly decisions = new WeakMap<Auth, Promise<Admitted>>();

  constructor(
    namespace: Namespace,
    private readonly options: {
      readonly verifier: TokenVerifier;
      readonly registry: TenantRegistry;
      readonly sources: TenantSources;
    },
  ) {
    const makesSockets = namespace as unknown as MakesSockets;
    const create = makesSockets._createSocket.bind(namespace);
    makesSockets._createSocket = async (client, auth) => {
      const admitted = await this.of(client, auth).catch(() => undefined);
      // Outside of any tenant the confined adapter restores nothing.
      return admitted ? runAsTenant(admitted.tenant, () => create(client, auth)) : create(client, auth);
    };
  }

  of(client: Client, auth: Auth): Promise<Admitted> {
    const decision = this.decisions.get(auth) ?? this.decide(client, auth);
    this.decisions.set(auth, decision);
    return decision;
  }

  private async decide({ request }: Client, { token }: Auth): Promise<Admitted> {
    const { verifier, registry, sources } = this.options;
    if (token !== undefined && typeof token !== 'string') {
      throw new TenancyError('unauthenticated', 'The token must be a text.');
    }
    const identity = token === undefined ? undefined : await verifier.verify(token);
    const header = sources.header === undefined ? undefined : request.headers[sources.header.toLowerCase()];
    const tenant = await resolveTenant(sources, registry, {
      identity,
      host: request.headers.host,
      header: Array.isArray(header) ? header.join(', ') : header,
    });
    return { tenant, expiresAt: identity?.expiresAt };
  }
}
