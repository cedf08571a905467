import fc from 'fast-check';
import type { TenantContext } from '../../../tenancy/context/tenant-context';
import { type AttackKind, outcomeOf } from '../attack';

/** What a client names to get the events that it missed. */
export interface LostSession {
  readonly pid: string;
  readonly offset: string;
}

export interface SocketWorld {
  /**
   * The one connection of a tenant's person. `hear` answers what it has been sent since it was last asked, `send` what
   * the server acknowledged.
   */
  readonly socketOf: (tenant: TenantContext) => Promise<{
    send(event: string, ...values: readonly unknown[]): Promise<unknown>;
    hear(): Promise<readonly unknown[]>;
  }>;
  /** Tries to connect with this handshake and answers what came of it. */
  readonly tryToConnect: (handshake: {
    readonly token?: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly session?: LostSession;
  }) => Promise<unknown>;
  /** A person of the tenant loses a connection, and the application tells the tenant its canary meanwhile. */
  readonly loseConnection: (tenant: TenantContext) => Promise<LostSession>;
  /** Makes the application tell all sockets of a tenant its canary. */
  readonly tell: (tenant: TenantContext) => Promise<void>;
  readonly baseDomain: string;
  readonly tokenFor: (tenant: TenantContext) => string;
  readonly forgedTokensFor: (tenant: TenantContext) => readonly string[];
}

/** The application joins and sends to what the client names, as careless handlers do. */
const rooms: AttackKind<SocketWorld> = {
  name: 'sockets: rooms',
  weight: 8,
  attacks: ({ socketOf, tell }, pair) =>
    fc
      .record({
        event: fc.constantFrom('join', 'say', 'leave'),
        room: fc.constantFrom(
          `tenant:${pair.victim.id}`,
          `tenant:${pair.victim.id}:agent`,
          ` tenant:${pair.victim.id}`,
          pair.victim.id,
          pair.victim.slug,
          '',
          '*',
          'tenant:',
        ),
      })
      .map(({ event, room }) => ({
        ...pair,
        description: `sockets: ${event} ${JSON.stringify(room)}`,
        run: async () => {
          const socket = await socketOf(pair.actor);
          await outcomeOf(() => socket.send(event, room));
          await tell(pair.victim);
          return socket.hear();
        },
      })),
};

const handshakes: AttackKind<SocketWorld> = {
  name: 'sockets: handshakes',
  weight: 2,
  attacks: ({ tryToConnect, baseDomain, tokenFor, forgedTokensFor }, pair) =>
    fc
      .record({
        token: fc.constantFrom(undefined, tokenFor(pair.actor), ...forgedTokensFor(pair.victim)),
        header: fc.constantFrom(pair.victim.id, pair.victim.slug),
      })
      .map(({ token, header }) => ({
        ...pair,
        description: `sockets: a handshake for the victim with ${token?.slice(0, 30)}…`,
        run: () =>
          outcomeOf(() =>
            tryToConnect({
              token,
              headers: { host: `${pair.victim.slug}.${baseDomain}`, 'x-tenant-id': header },
            }),
          ),
      })),
};

/** The private number of a lost connection has leaked, and whoever knows it asks for what was missed. */
export const stolenSessions: AttackKind<SocketWorld> = {
  name: 'sockets: stolen sessions',
  weight: 1,
  attacks: ({ loseConnection, tryToConnect, baseDomain, tokenFor, forgedTokensFor }, pair) =>
    fc
      .record({
        token: fc.constantFrom(tokenFor(pair.actor), undefined, ...forgedTokensFor(pair.victim)),
        host: fc.constantFrom(pair.actor.slug, pair.victim.slug),
      })
      .map(({ token, host }) => ({
        ...pair,
        description: `sockets: a stolen session with ${token?.slice(0, 30)}… at ${host}`,
        run: async () => {
          const session = await loseConnection(pair.victim);
          return outcomeOf(() =>
            tryToConnect({ token, headers: { host: `${host}.${baseDomain}` }, session }),
          );
        },
      })),
};

export const socketAttacks: readonly AttackKind<SocketWorld>[] = [rooms, handshakes, stolenSessions];
