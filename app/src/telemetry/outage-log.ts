import { log } from './log';

const quietMilliseconds = 60_000;

/** Logs an error that comes again and again while something is away: at most one line a minute. */
export function outageLog(message: string): (error: unknown) => void {
  let quietUntil = 0;
  return (error) => {
    if (Date.now() < quietUntil) return;
    quietUntil = Date.now() + quietMilliseconds;
    log.warn({ error }, message);
  };
}
