import { Writable } from 'node:stream';
import pino from 'pino';
import { pinoRedaction } from '../../../tenancy/logging/pino-redaction';
import { Redactor } from '../../../tenancy/logging/redactor';
import { Secret } from '../../../tenancy/logging/secret';

const encryptionKey = '5e'.repeat(32);

function linesOf(write: (log: pino.Logger) => void, options: pino.LoggerOptions): string {
  let lines = '';
  const stream = new Writable({
    write(chunk, _, done) {
      lines += chunk;
      done();
    },
  });
  write(pino(options, stream));
  return lines;
}

const redacted = pinoRedaction(new Redactor({ knownSecrets: [encryptionKey] }));
const failure = (): Error =>
  Object.assign(new Error(`no answer from postgresql://app:s3cr3t-word@db/app`), {
    cause: new Error(`key ${encryptionKey}`),
    request: { headers: { authorization: 's3cr3t-word' } },
  });

const writes: readonly (readonly [string, (log: pino.Logger) => void])[] = [
  ['a field', (log) => log.info({ password: 's3cr3t-word' }, 'done')],
  ['a message', (log) => log.info('token=s3cr3t-word')],
  ['a message with values', (log) => log.info('sent %s', 'Bearer s3cr3t-word')],
  ['a message with an object', (log) => log.info('sent %o', { password: 's3cr3t-word' })],
  ['an error as a field', (log) => log.error({ err: failure() }, 'failed')],
  ['an error alone', (log) => log.error(failure())],
  ['an error under another name', (log) => log.error({ reason: failure() }, 'failed')],
  ['a child logger', (log) => log.child({ apiKey: 's3cr3t-word' }).info('done')],
  ['bytes', (log) => log.info({ body: Buffer.from('s3cr3t-word') }, 'done')],
  ['a known value', (log) => log.info(`started with ${encryptionKey}`)],
  ['a secret', (log) => log.info({ value: new Secret('s3cr3t-word') }, 'done')],
];

test.each(writes)('nothing secret is logged from %s', (_, write) => {
  const lines = linesOf(write, redacted);
  expect(lines).not.toMatch(/s3cr3t-word|5e5e5e|115,51,99/);
});

test.each(writes.filter(([what]) => !['a secret', 'bytes'].includes(what)))(
  'without redaction the secret would be seen from %s',
  (_, write) => {
    expect(linesOf(write, {})).toMatch(/s3cr3t-word|5e5e5e/);
  },
);

test('a line keeps what is no secret', () => {
  const lines = linesOf((log) => log.info({ tenant: 'acme', tokens: 7 }, 'task done'), redacted);
  expect(JSON.parse(lines)).toMatchObject({ level: 30, tenant: 'acme', tokens: 7, msg: 'task done' });
});

test('the caller sees its error unchanged', () => {
  const error = failure();
  linesOf((log) => log.error({ err: error }, 'failed'), redacted);
  expect(error.message).toContain('s3cr3t-word');
});
