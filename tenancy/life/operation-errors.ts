import type { DatabaseError } from 'pg';

/** https://www.postgresql.org/docs/17/errcodes-appendix.html: connection, rollback, resources, shutdown, lock. */
const passingClasses = ['08', '40', '53', '57P0', '55P03'];
const networkCodes = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ENOTFOUND'];

/** Whether trying again later may help, without anybody changing anything: a server that restarts, a lock, a network. */
export function isPassing(error: unknown): boolean {
  const { code, message } = error as Partial<DatabaseError>;
  if (typeof code === 'string') {
    return networkCodes.includes(code) || passingClasses.some((prefix) => code.startsWith(prefix));
  }
  return /^(Connection terminated|timeout exceeded when trying to connect)/.test(message ?? '');
}
