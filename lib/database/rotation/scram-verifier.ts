import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/** PostgreSQL's default (`scram_iterations`). */
const iterations = 4096;

/**
 * What PostgreSQL stores for a password. Sent instead of the password, so that no statement, log or statistic of the
 * server ever holds it. Passwords must be ASCII: SASLprep, which leaves ASCII as it is, is left out.
 * https://www.rfc-editor.org/rfc/rfc5802#section-3
 */
export function scramVerifier(password: string): string {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const hmac = (text: string): Buffer => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64');
  const serverKey = hmac('Server Key').toString('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}
