import { readFileSync, readdirSync } from 'node:fs';

/**
 * A process of a pod, through which its network can be entered: containers are in cgroups that carry the pod's uid.
 * @throws Error when none runs.
 */
export function podProcess(uid: string): number {
  const [found] = processesOf(uid);
  if (found === undefined) throw new Error(`no process of the pod ${uid} runs here`);
  return found;
}

function processesOf(uid: string): readonly number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const ofPod = pids.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cgroup`, 'utf8').includes(`pod${uid}`);
    } catch {
      // It has ended since.
      return false;
    }
  });
  return ofPod.map(Number);
}

/** The process of a pod whose command line has a word. @throws Error when none has. */
export function programProcess(uid: string, word: string): number {
  const found = processesOf(uid).find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(word));
  if (found === undefined) throw new Error(`no process of the pod ${uid} has ${word} in its command line`);
  return found;
}
