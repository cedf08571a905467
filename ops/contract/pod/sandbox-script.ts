import { dirname } from 'node:path';
import { applicationUserId } from '../../../config/contract';

export interface SandboxShape {
  /** An empty folder, over which the new tree is mounted. */
  readonly stage: string;
  readonly workingFolder: string;
  /** As `application.writableFolders`. */
  readonly writableFolders: readonly { readonly path: string; readonly sizeMib: number }[];
  /** Files of this machine that the new tree shows under another path. */
  readonly extraFiles: readonly { readonly from: string; readonly to: string }[];
  /** Files and folders that must be seen although a writable folder lies over them. */
  readonly keptPaths: readonly string[];
  /** Mount points of this machine besides the root. */
  readonly mountPoints: readonly string[];
}

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const isUnder = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** Mounts that a new tree has of its own. */
const ownMounts = ['/proc', '/sys', '/dev'];

/**
 * Shell text that ends as the command in "$@", in a tree that is this machine's and cannot be written to, but for the
 * writable folders, which are empty as in a new pod. It needs root and mount and process namespaces of its own.
 * The layer on top of the machine's root brings the folders that a pod has and the machine has not.
 */
export function sandboxScript(shape: SandboxShape): string {
  const { stage, writableFolders, extraFiles } = shape;
  const [layer, root] = [`${stage}/layer`, `${stage}/root`];
  const inLayer = (path: string): string => quote(`${layer}${path}`);
  const inRoot = (path: string): string => quote(`${root}${path}`);
  const hidden = (path: string): boolean => writableFolders.some((folder) => isUnder(path, folder.path));
  return [
    'set -e',
    `mount -t tmpfs -o mode=755 tmpfs ${quote(stage)}`,
    `mkdir -p ${quote(layer)} ${quote(root)}`,
    ...writableFolders.map(({ path }) => `mkdir -p ${inLayer(path)}`),
    ...extraFiles.map(
      ({ from, to }) => `mkdir -p ${inLayer(dirname(to))} && cp ${quote(from)} ${inLayer(to)}`,
    ),
    `mount -t overlay -o lowerdir=${quote(layer)}:/ overlay ${quote(root)}`,
    ...shape.mountPoints
      .filter(
        (path) => path !== '/' && ![...ownMounts, stage].some((own) => isUnder(path, own)) && !hidden(path),
      )
      .map(
        (path) =>
          `mount --bind ${quote(path)} ${inRoot(path)} && mount -o remount,bind,ro ${inRoot(path)} || true`,
      ),
    `mount -t proc proc ${inRoot('/proc')}`,
    `mount --rbind /sys ${inRoot('/sys')}`,
    `mount --rbind /dev ${inRoot('/dev')}`,
    ...writableFolders.map(
      ({ path, sizeMib }) =>
        `mount -t tmpfs -o size=${sizeMib}m,mode=2777,gid=${applicationUserId} tmpfs ${inRoot(path)}`,
    ),
    ...shape.keptPaths.filter(hidden).flatMap((path) => keep(path, root)),
    `cd ${quote(root)}`,
    `exec chroot . sh -c 'cd "$0" && exec "$@"' ${quote(shape.workingFolder)} ${userChange} "$@"`,
  ].join('\n');
}

/** No capability, and none to be had from a set-user-ID program: a pod under the `restricted` standard. */
const userChange = [
  `setpriv --reuid ${applicationUserId} --regid ${applicationUserId} --clear-groups`,
  '--no-new-privs --bounding-set=-all --inh-caps=-all --',
].join(' ');

/** Shows a path of the machine through a writable folder that lies over it. */
function keep(path: string, root: string): string[] {
  const [from, to, parent] = [quote(path), quote(`${root}${path}`), quote(`${root}${dirname(path)}`)];
  return [
    `if [ -d ${from} ]; then mkdir -p ${to}; else mkdir -p ${parent} && touch ${to}; fi`,
    `mount --bind ${from} ${to}`,
    `mount -o remount,bind,ro ${to}`,
  ];
}
