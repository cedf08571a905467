import { join } from 'node:path';
import { run as runProgram } from '../../../servers/command';
import { podProcess } from '../../nodes/pod-process';
import type { Side } from './cast';

export interface Dial {
  readonly to: Side;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
}

/** An answer takes less than a millisecond here; the rest is for a machine that is busy. */
const firstMilliseconds = 1500;
/** For those that should have been answered and were not. */
const secondMilliseconds = 6000;

/** Kernels send only a few refusals of datagrams a second, unless they are told otherwise. */
const allRefusals = ['icmp_ratelimit', 'icmp_msgs_per_sec', 'icmp_msgs_burst']
  .map((name, index) => `echo ${index === 0 ? 0 : 100_000} >/proc/sys/net/ipv4/${name}`)
  .join('; ');

/** Lets a pod or an address answer every datagram that gets to it, so that silence means that none did. */
export async function answerEverything({ pod }: Pick<Side, 'pod'>): Promise<void> {
  const enter = pod ? networkOf(pod.uid) : [];
  const [program = '', ...args] = [...enter, 'sh', '-c', `(${allRefusals}) 2>/dev/null || true`];
  await runProgram(program, args);
}

/** @returns the dials that somebody answered. `wanted` ones get a second chance. */
export async function answered(
  from: Side,
  dials: readonly Dial[],
  wanted: (dial: Dial) => boolean,
): Promise<ReadonlySet<Dial>> {
  const first = await dialed(from, dials, firstMilliseconds);
  const missing = dials.filter((dial) => wanted(dial) && !first.includes(dial));
  const second = missing.length > 0 ? await dialed(from, missing, secondMilliseconds) : [];
  return new Set([...first, ...second]);
}

async function dialed(from: Side, dials: readonly Dial[], milliseconds: number): Promise<readonly Dial[]> {
  const enter = from.pod ? networkOf(from.pod.uid) : [];
  const [program = '', ...args] = [...enter, process.execPath, join(__dirname, 'dial.mjs')];
  const input = JSON.stringify({
    milliseconds,
    ...(!from.pod && { from: from.address }),
    dials: dials.map(({ to, port, protocol }) => ({ address: to.address, port, protocol })),
  });
  const numbers = JSON.parse(await runProgram(program, args, { input })) as readonly number[];
  return numbers.flatMap((number) => dials[number] ?? []);
}

const networkOf = (uid: string): readonly string[] => ['nsenter', '--net', '--target', `${podProcess(uid)}`];
