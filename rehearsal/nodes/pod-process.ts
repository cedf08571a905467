import { readFileSync, readdirSync } from 'node:fs';

/**
 * A process of a pod, through which its network can be entered: containers are in cgroups that carry the pod's uid.
 * @throws Error when none runs.
 */
export function podProcess(uid: string): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const found = pids.find((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cgroup`, 'utf8').includes(`pod${uid}`);
    } catch {
      // It has ended since.
      return false;
    }
  });
  if (found === undefined) throw new Error(`no process of the pod ${uid} runs here`);
  return Number(found);
}
