import { setTimeout as sleep } from 'node:timers/promises';
import { applicationUserId } from '../../../config/contract';
import type { ContractRun, Replica } from '../contract-run';
import { fails, holds, notApplicable, type Point, unchecked } from '../point';
import { deniedWrites } from '../pod/denials';
import { usersOf } from '../pod/process-tree';
import { userRemedy, writableRemedy } from './start';

const settleMilliseconds = 500;

export async function checkUser(run: ContractRun, { instance }: Replica): Promise<Point[]> {
  if (run.sandbox.unconfined) return [unchecked('user', run.sandbox.unconfined)];
  await sleep(settleMilliseconds);
  const processes = instance.processes();
  const others = processes.filter((pid) => usersOf(pid).some((user) => user !== applicationUserId));
  return [
    others.length > 0
      ? fails('user', `${others.length} of its processes run as another user`, userRemedy)
      : holds('user', `${processes.length} processes, none with another user or a capability`),
  ];
}

/** After everything else: it may write only when it is asked to. */
export async function checkWrites(run: ContractRun): Promise<Point[]> {
  if (run.sandbox.unconfined) return [unchecked('read-only', run.sandbox.unconfined)];
  const folders = deniedWrites(run.log);
  const writable = run.application.writableFolders.map(({ path }) => path).join(', ') || 'none';
  return [
    folders.length > 0
      ? fails('read-only', `its log tells of writes to ${folders.join(', ')}`, writableRemedy(folders))
      : holds('read-only', `its log tells of no refused write; writable: ${writable}`),
  ];
}

export async function checkMemory(
  run: ContractRun,
  { instance }: Replica,
  mostMib: number,
): Promise<Point[]> {
  const { component, environment } = run.input;
  const size = environment.application.components[component];
  if (!size) return [notApplicable('memory', `the environment has no component ${component}`)];
  const now = instance.residentMib();
  if (now === 0) return [unchecked('memory', 'this system does not tell about memory')];
  const most = Math.max(now, mostMib);
  const evidence = `${now} MiB resident, at most ${most} under load; the limit of ${component} is ${size.memoryLimitMib}`;
  if (most <= size.memoryLimitMib) return [holds('memory', evidence)];
  const enough = Math.ceil((most * 1.25) / 64) * 64;
  return [
    fails(
      'memory',
      evidence,
      `use less, or set application.components.${component}.memoryLimitMib: ${enough} and memoryRequestMib near it`,
    ),
  ];
}
