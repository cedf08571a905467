import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A running process, as Linux tells about it. */
interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
}

/** A process and everything that it started, the oldest first; empty when it has ended. */
export function processTree(root: number): number[] {
  const all = processes();
  if (!all.some(({ pid }) => pid === root)) return [];
  const tree = [root];
  for (const parent of tree) {
    tree.push(...all.filter((process) => process.parent === parent).map(({ pid }) => pid));
  }
  return tree;
}

export const childrenOf = (parent: number): number[] =>
  processes()
    .filter((process) => process.parent === parent)
    .map(({ pid }) => pid);

function processes(): ProcessInfo[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      // The command's name stands in brackets and may hold spaces and brackets itself.
      const [, parent] = /^.*\) \S (\d+)/s.exec(procFile(Number(name), 'stat')) ?? [];
      return parent === undefined ? [] : [{ pid: Number(name), parent: Number(parent) }];
    });
}

/** Resident memory of some processes together, in MiB, rounded up. */
export function residentMib(pids: readonly number[]): number {
  const kibibytes = pids.map((pid) => Number(/^VmRSS:\s+(\d+)/m.exec(procFile(pid, 'status'))?.[1] ?? 0));
  return Math.ceil(kibibytes.reduce((sum, value) => sum + value, 0) / 1024);
}

/** Real, effective, saved and file system user of a process. */
export const usersOf = (pid: number): number[] =>
  (/^Uid:\s+(.*)$/m.exec(procFile(pid, 'status'))?.[1] ?? '').split(/\s+/).map(Number);

/** TCP ports on which some processes listen. */
export function listeningPorts(pids: readonly number[]): number[] {
  const [first] = pids;
  if (first === undefined) return [];
  const sockets = new Set(pids.flatMap(socketsOf));
  const ports = ['net/tcp', 'net/tcp6'].flatMap((file) =>
    listeningSockets(procFile(first, file))
      .filter(({ inode }) => sockets.has(inode))
      .map(({ port }) => port),
  );
  return [...new Set(ports)].sort((a, b) => a - b);
}

/** Lines of /proc/net/tcp in state 0A. https://docs.kernel.org/networking/proc_net_tcp.html */
export function listeningSockets(table: string): { readonly port: number; readonly inode: string }[] {
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[3] === '0A')
    .map((columns) => ({ port: parseInt(columns[1]!.split(':')[1]!, 16), inode: columns[9]! }));
}

function socketsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((name) => {
      const [, inode] = /^socket:\[(\d+)\]$/.exec(linkTarget(`/proc/${pid}/fd/${name}`)) ?? [];
      return inode ?? [];
    });
  } catch {
    return [];
  }
}

function linkTarget(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

/** Empty when the process has ended, or is another user's. */
function procFile(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
