import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../free-port';
import { selfSignedCertificate } from '../self-signed-certificate';
import { ServerProcess } from '../server-process';
import { debianPackage, ensureInstalled } from '../tools/debian-tool';

export interface ValkeyOptions {
  /** TLS only, with a certificate for `localhost` that nobody vouches for. Default false. */
  readonly tls?: boolean;
  /** Names besides `localhost` that the certificate holds for. */
  readonly names?: readonly string[];
  /** Default none. */
  readonly password?: string;
  /** The one who may log in, instead of everybody with `password`. Its passwords can be changed. */
  readonly user?: ValkeyUser & { readonly password: string };
  /** Makes it a replica of this server's data. */
  readonly replicaOf?: ValkeyServer;
  /** Whether data survive a restart. Default false: it comes back empty. */
  readonly persistent?: boolean;
}

export interface ValkeyUser {
  readonly name: string;
  /** What it may do, in the language of `ACL SETUSER`. */
  readonly accessString: string;
}

/** Of whoever runs the server, as ElastiCache does; clients know nothing of it. */
const operator = { name: 'operator', password: 'operator-password-of-the-test' };

/** Valkey 8 on this machine, set up as ElastiCache is: it never evicts. */
export class ValkeyServer {
  static readonly host = 'localhost';

  private constructor(
    private readonly folder: string,
    readonly port: number,
    private readonly options: ValkeyOptions,
    private readonly process: ServerProcess,
  ) {}

  static async start(options: ValkeyOptions = {}): Promise<ValkeyServer> {
    const folder = mkdtempSync(join(tmpdir(), 'valkey-'));
    const port = await freePort();
    const { key, certificate } = selfSignedCertificate(folder, options.names);
    const { tls, password, user, replicaOf, persistent } = options;
    const listen = tls
      ? `port 0\ntls-port ${port}\ntls-cert-file ${certificate}\ntls-key-file ${key}\ntls-auth-clients no\ntls-ca-cert-file ${certificate}`
      : `port ${port}`;
    const lines = [
      'bind 127.0.0.1',
      listen,
      // A node's memory is the limit on AWS.
      'maxmemory 512mb',
      'maxmemory-policy noeviction',
      `dir ${folder}`,
      persistent ? 'appendonly yes\nappendfsync everysec' : 'save ""',
      ...(password ? [`requirepass ${password}`] : []),
      ...(user ? [`aclfile ${usersFile(folder, user)}`] : []),
      ...(replicaOf ? [`replicaof 127.0.0.1 ${replicaOf.port}`] : []),
      ...(replicaOf?.options.password ? [`masterauth ${replicaOf.options.password}`] : []),
    ];
    const configuration = join(folder, 'valkey.conf');
    writeFileSync(configuration, `${lines.join('\n')}\n`);
    const process = new ServerProcess({
      program: await valkeyProgram(),
      arguments: [configuration],
      folder,
      logFile: join(folder, 'log'),
      port,
      readySeconds: 10,
    });
    await process.start();
    return new ValkeyServer(folder, port, options, process);
  }

  /** `redis://…` or, with TLS, `rediss://…`. */
  get url(): string {
    const { tls, password } = this.options;
    return `${tls ? 'rediss' : 'redis'}://${password ? `:${password}@` : ''}${ValkeyServer.host}:${this.port}`;
  }

  /** The user takes these passwords from now on, and after a restart, and no others. */
  async setPasswords({ name, accessString }: ValkeyUser, passwords: readonly string[]): Promise<void> {
    const rules = [...accessString.split(' '), 'resetpass', ...passwords.map((password) => `>${password}`)];
    await this.as(operator, async (client) => {
      await client.call('ACL', 'SETUSER', name, ...rules);
      await client.call('ACL', 'SAVE');
    });
  }

  /** Whether it lets a user in. */
  accepts(name: string, password: string): Promise<boolean> {
    return this.as({ name, password }, (client) => client.ping()).then(
      () => true,
      () => false,
    );
  }

  get certificateFile(): string {
    return join(this.folder, 'server.crt');
  }

  private async as<Answer>(
    { name: username, password }: { readonly name: string; readonly password: string },
    work: (client: Redis) => Promise<Answer>,
  ): Promise<Answer> {
    const { port, options } = this;
    const tls = options.tls ? { ca: readFileSync(this.certificateFile) } : undefined;
    const client = new Redis({ port, username, password, tls, lazyConnect: true, retryStrategy: () => null });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await work(client);
    } finally {
      client.disconnect();
    }
  }

  log(): string {
    return this.process.log();
  }

  /** Ends it as a crash does. */
  async kill(): Promise<void> {
    await this.process.end('SIGKILL');
  }

  /** Starts it again on the same port; without `persistent` it is empty. */
  async revive(): Promise<void> {
    await this.process.start();
  }

  async stop(): Promise<void> {
    await this.process.end('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Without the user `default`, nobody who has not logged in can do anything. */
function usersFile(
  folder: string,
  { name, accessString, password }: ValkeyUser & { password: string },
): string {
  const file = join(folder, 'users.acl');
  const users = [
    'user default off',
    `user ${operator.name} on >${operator.password} ~* &* +@all`,
    `user ${name} ${accessString} >${password}`,
  ];
  writeFileSync(file, users.map((user) => `${user}\n`).join(''));
  return file;
}

/** Debian's backport. */
export async function valkeyProgram(): Promise<string> {
  await ensureInstalled(['libjemalloc2', 'liblzf1', 'libsystemd0', 'libatomic1']);
  const program = join(await debianPackage('valkey-tools', 'bookworm-backports'), 'usr/bin/valkey-check-rdb');
  // One program under several names: it is a server only under this one.
  const server = join(program, '..', 'valkey-server');
  if (!existsSync(server)) symlinkSync('valkey-check-rdb', server);
  return server;
}
