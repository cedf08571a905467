import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/**
 * When a process began, as a text that differs between two processes that get the same id; null when there is none
 * any more. Only its characters matter, not their meaning.
 */
export function startOf(pid: number): string | null {
  return existsSync('/proc/self/stat') ? startByProc(pid) : startByPs(pid);
}

/**
 * Ends a process that is still the one that was meant, with all others of its group, and waits until it is gone. It
 * must lead a group, which `spawn` makes for a detached process.
 */
export function killProcess(pid: number, start: string): void {
  if (startOf(pid) !== start) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
  for (let tries = 0; tries < 500 && startOf(pid) === start; tries++) pause(10);
}

function startByProc(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets, which may hold spaces and brackets.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const state = fields[0];
    // A child that nobody has waited for yet keeps its entry.
    return state === 'Z' || state === 'X' ? null : `${fields[19]}`;
  } catch {
    return null;
  }
}

function startByPs(pid: number): string | null {
  try {
    const text = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', `${pid}`], { encoding: 'utf8' }).trim();
    return text.startsWith('Z') ? null : text.replace(/^\S+/, '').replace(/\W/g, '');
  } catch {
    return null;
  }
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
