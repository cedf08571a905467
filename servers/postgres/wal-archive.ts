import { chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unprivileged } from './postgres-cluster';

/** Timeline, and two halves of the segment's number, which grows by one from file to file. */
const segmentPattern = /^([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})$/;
/** Of 16 MiB each: so many have the same middle part. https://www.postgresql.org/docs/17/wal-internals.html */
const segmentsPerFile = 256;
const segmentBytes = 16 * 1024 * 1024;

/** Where a server's write-ahead log is kept, segment by segment, as RDS keeps it in S3. */
export class WalArchive {
  readonly folder = mkdtempSync(join(tmpdir(), 'wal-archive-'));

  /** @param everySeconds after which a segment with something in it is archived, full or not; RDS: 300 at most. */
  constructor(readonly everySeconds: number) {
    const owner = unprivileged();
    mkdirSync(this.folder, { recursive: true });
    if (owner) chownSync(this.folder, owner.uid, owner.gid);
  }

  /** Settings of the server whose log it keeps. A segment has its name only when it is complete. */
  get serverSettings(): Readonly<Record<string, string | number>> {
    const target = join(this.folder, '%f');
    return {
      archive_mode: 'on',
      archive_timeout: this.everySeconds,
      archive_command: `test ! -f ${target} && cp %p ${target}.part && mv ${target}.part ${target}`,
    };
  }

  /** Settings of a server that is rebuilt from it. */
  get restoreSettings(): Readonly<Record<string, string>> {
    return { restore_command: `cp ${join(this.folder, '%f')} %p`, recovery_target_timeline: 'latest' };
  }

  /** Names of the segments of all timelines, the oldest first. */
  segments(): readonly string[] {
    return readdirSync(this.folder)
      .filter((name) => segmentPattern.test(name))
      .sort((one, other) => segmentNumber(one) - segmentNumber(other));
  }

  /** Number of the newest segment; null while there is none. */
  newest(): number | null {
    const last = this.segments().at(-1);
    return last === undefined ? null : segmentNumber(last);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The number of a segment, counted through all files, from its name. */
export function segmentNumber(name: string): number {
  const [, , high = '0', low = '0'] = segmentPattern.exec(name) ?? [];
  return parseInt(high, 16) * segmentsPerFile + parseInt(low, 16);
}

/** The number of the segment that holds the last byte before a position such as `0/5000000`. */
export function segmentOf(position: string): number {
  const [high = '0', low = '0'] = position.split('/');
  const bytes = BigInt(`0x${high}`) * 2n ** 32n + BigInt(`0x${low}`) - 1n;
  return Number(bytes / BigInt(segmentBytes));
}
