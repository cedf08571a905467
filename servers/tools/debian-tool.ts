import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../command';
import { cachedTool, mayInstall } from './tool-cache';

const mirror = 'http://deb.debian.org/debian';
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * Folder with the files of a Debian package, unpacked and not installed: `usr/bin/…` lies in it. `release` may be a
 * newer one, or backports, than the machine's own. Debian keeps one version a release, so the release is the pin.
 */
export function debianPackage(name: string, release: string): Promise<string> {
  return cachedTool(name, release, async (empty) => {
    const apt = await aptOf(empty, `deb [signed-by=${keyring}] ${mirror} ${release} main`);
    await run('apt-get', [...apt, 'download', name], { cwd: empty });
    const [archive = ''] = readdirSync(empty).filter((file) => file.endsWith('.deb'));
    await run('dpkg', ['-x', join(empty, archive), empty]);
  });
}

/** Folder with the upstream source of a Debian package, built there by `build`. */
export function debianSource(
  name: string,
  release: string,
  build: (folder: string) => Promise<void>,
): Promise<string> {
  return cachedTool(`${name}-source`, release, async (empty) => {
    const apt = await aptOf(empty, `deb-src [signed-by=${keyring}] ${mirror} ${release} main`);
    await run('apt-get', [...apt, 'source', '--tar-only', name], { cwd: empty });
    const [archive = ''] = readdirSync(empty).filter((file) => file.includes('.orig.tar.'));
    await run('tar', ['xf', archive, '--strip-components=1'], { cwd: empty });
    await build(empty);
  });
}

/** Installs Debian packages of the machine's own release that are missing; needs root for that, and says so. */
export async function ensureInstalled(packages: readonly string[]): Promise<void> {
  const states = await run('dpkg-query', ['-W', '-f=${Package} ${Status}\n', '*']);
  const missing = packages.filter((name) => !states.includes(`${name} install ok installed`));
  if (missing.length === 0) return;
  mayInstall(`the Debian packages ${missing.join(', ')}`);
  if (process.getuid?.() !== 0) {
    throw new Error(`Missing Debian packages. Install them: sudo apt-get install ${missing.join(' ')}`);
  }
  await run('apt-get', ['update', '-q']);
  await run('apt-get', ['install', '-y', '-q', ...missing], { env: { DEBIAN_FRONTEND: 'noninteractive' } });
}

/** Options that make apt use one line of sources and folders of its own, and leave the machine's settings alone. */
async function aptOf(folder: string, source: string): Promise<readonly string[]> {
  const state = join(folder, 'apt');
  for (const part of ['lists/partial', 'cache/archives/partial'])
    mkdirSync(join(state, part), { recursive: true });
  const list = join(state, 'sources.list');
  writeFileSync(list, `${source}\n`);
  const options = [
    `Dir::Etc::SourceList=${list}`,
    'Dir::Etc::SourceParts=/dev/null',
    `Dir::State::Lists=${join(state, 'lists')}`,
    `Dir::Cache=${join(state, 'cache')}`,
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option]);
  await run('apt-get', [...options, 'update', '-q']);
  return options;
}
