import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { applicationUserId } from '../../config/contract';
import { run as runProgram } from '../../servers/command';
import { cachedTool } from '../../servers/tools/tool-cache';
import type { RunFolder } from '../cluster/run-folder';
import { ImageLayout } from './image-layout';
import { linkedLibraries } from './linked-libraries';

const repository = join(__dirname, '../..');
const authoritiesFile = '/etc/rehearsal/authorities.pem';
const temporalReleases = 'node_modules/@temporalio/core-bridge/releases';

/** As app/Dockerfile has it; `PATH` finds Node.js. */
const settings = {
  entryPoint: ['node', 'dist/main.js'],
  command: ['api'],
  user: `${applicationUserId}:${applicationUserId}`,
  workingFolder: '/app',
  variables: { PATH: '/usr/local/bin:/usr/bin:/bin', NODE_EXTRA_CA_CERTS: authoritiesFile },
};

/**
 * Makes the archive of an image of the application: this machine's Node.js with the libraries that it is linked with, the
 * packages that app/ and tenancy/ depend on, and app/ as it is built now.
 * @param authorities PEM of who vouches for the cache; on AWS the image's runtime trusts Amazon's by itself.
 */
export async function makeApplicationImage(
  run: RunFolder,
  umoci: string,
  authorities: string,
): Promise<string> {
  const base = ImageLayout.at(umoci, await applicationPackages(umoci), 'image');
  const image = await base.copyTo(run.file('application-image'));
  const dist = run.file('application-dist');
  await runProgram(process.execPath, ['app/build.mjs', dist], { cwd: repository });
  await image.add(dist, '/app/dist');
  const trusted = run.file('authorities.pem');
  writeFileSync(trusted, authorities);
  await image.add(trusted, authoritiesFile);
  await image.configure(settings);
  const archive = run.file('application-image.tar');
  await image.archive(archive);
  return archive;
}

/** What stays the same while nobody installs packages: kept in the cache, because it is 260 MB. */
export function applicationPackages(umoci: string): Promise<string> {
  const lock = readFileSync(join(repository, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).update(process.version).digest('hex').slice(0, 10);
  const make = async (folder: string): Promise<void> => {
    const root = join(folder, 'root');
    await copyPackages(join(root, 'app'));
    await copyNode(root);
    mkdirSync(join(root, 'tmp'), { mode: 0o1777 });
    const user = `app:x:${applicationUserId}:${applicationUserId}::/:/nonexistent\n`;
    mkdirSync(join(root, 'etc'), { recursive: true });
    writeFileSync(join(root, 'etc/passwd'), `root:x:0:0::/:/nonexistent\n${user}`);
    const image = ImageLayout.at(umoci, folder, 'image');
    await image.create();
    await image.add(root, '/');
    rmSync(root, { recursive: true });
  };
  return cachedTool('application-packages', hash, make, { isMadeHere: true });
}

/** The packages that are installed here, without those of development. */
async function copyPackages(target: string): Promise<void> {
  const list = await runProgram(
    'npm',
    ['ls', '--omit=dev', '--all', '--parseable', '--workspace', 'app', '--workspace', 'tenancy'],
    { cwd: repository },
  );
  const paths = list
    .trim()
    .split('\n')
    .map((path) => relative(repository, path))
    .filter((path) => path.startsWith('node_modules/') && !path.startsWith('node_modules/@platform/'));
  mkdirSync(target, { recursive: true });
  await runProgram('cp', ['--recursive', '--parents', ...paths, target], { cwd: repository });
  const machine = { x64: 'x86_64', arm64: 'aarch64' }[process.arch as 'x64' | 'arm64'];
  const releases = join(target, temporalReleases);
  for (const release of readdirSync(releases)) {
    if (release !== `${machine}-unknown-linux-gnu`) rmSync(join(releases, release), { recursive: true });
  }
}

/** Node.js of this process, and the libraries that it and Temporal's native code are linked with. */
async function copyNode(root: string): Promise<void> {
  const bridges = join(root, 'app', temporalReleases);
  const programs = [
    process.execPath,
    ...readdirSync(bridges).map((name) => join(bridges, name, 'index.node')),
  ];
  const libraries = await Promise.all(programs.map(linkedLibraries));
  for (const path of libraries.flat()) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    copyFileSync(path, join(root, path));
  }
  cpSync(process.execPath, join(root, 'usr/local/bin/node'), { dereference: true });
}
