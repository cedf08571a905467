import fc from 'fast-check';
import { Redactor } from '../../../tenancy/logging/redactor';
import { Secret } from '../../../tenancy/logging/secret';

const redactor = new Redactor();

/** What stands in a secret's place in each shape; the parts after the introduction must be gone. */
const texts: readonly (readonly [string, string, string])[] = [
  ['a bearer token', 'Authorization: Bearer abc.def-123456', 'abc.def'],
  ['basic credentials', 'sent Basic dXNlcjpwYXNz to it', 'dXNlcjpwYXNz'],
  ['a password in a URL', 'postgresql://app_a:s3cr3t@db:5432/app', 's3cr3t'],
  ['a password with an @ in a URL', 'rediss://app:p@ss@w0rd@cache:6379', 'w0rd'],
  ['a password with a / in a URL', 'rediss://app:pa/s3cr3t@cache:6379', 's3cr3t'],
  ['a password without a user', 'redis://:s3cr3t@cache:6379', 's3cr3t'],
  ['a token as the user', 'https://gho_token@github.com/x', 'gho_token'],
  ['a query parameter', 'GET /files?access_token=s3cr3t&page=2', 's3cr3t'],
  ['a signed URL', 'https://b.s3.amazonaws.com/k?X-Amz-Signature=0123abcd&x=1', '0123abcd'],
  ['a cookie', 'cookie: session=s3cr3t; theme=dark', 's3cr3t'],
  ['an OpenAI key', 'Incorrect API key provided: sk-proj-abcdefghijklmnop1234', 'abcdefghijklmnop'],
  ['an Anthropic key', 'key sk-ant-api03-abcdefghijklmnop', 'abcdefghijklmnop'],
  ['a Google key', 'AIzaSyA-abcdefghijklmnopqrstuvwxyz012345', 'abcdefghijklmnop'],
  ['an AWS key', 'AKIAIOSFODNN7EXAMPLE', 'IOSFODNN7'],
  ['a Stripe key', 'sk_live_abcdefghijklmnop', 'abcdefghijklmnop'],
  ['a Slack token', 'xoxb-1234567890-abcdef', '1234567890'],
  ['a JSON web token', 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl', 'c2lnbmF0dXJl'],
  ['an assignment', 'ENCRYPTION_KEY=00112233aabbccdd', '00112233'],
  ['JSON inside a text', '{"password":"s3cr3t","x":1}', 's3cr3t'],
  ['JSON inside JSON', '{\\"api_key\\":\\"s3cr3t\\"}', 's3cr3t'],
  ['a private key', '-----BEGIN PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE KEY-----', 'MIIEvQ'],
  ['a private key that was cut', '-----BEGIN RSA PRIVATE KEY-----\nMIIEvQ', 'MIIEvQ'],
];

test.each(texts)('takes out %s', (_, text, secret) => {
  expect(redactor.text(text)).not.toContain(secret);
});

test.each([
  'GET https://api.example.com:8080/v1/agents?page=2 answered 200 in 12 ms',
  'tenant acme-corp: 3 of 5 tables copied, sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'user ada@example.com signed in',
  'the task 0b6a2c1e-8a4e-4a43-9a52-7f5dd9c1b111 failed: connect ECONNREFUSED 127.0.0.1:5432',
  'http://localhost:3000/ready is not ready',
])('leaves alone: %s', (text) => {
  expect(redactor.text(text)).toBe(text);
});

test.each([
  'password',
  'apiKey',
  'api_key',
  'X-API-Key',
  'Authorization',
  'set-cookie',
  'clientSecret',
  'ENCRYPTION_KEY',
  'DATABASE_URL',
  'refreshToken',
  'credentials',
])('replaces the field %s whole', (name) => {
  expect(redactor.value({ [name]: { inner: 'plain words' } })).toEqual({ [name]: '[redacted]' });
});

test.each(['outputTokens', 'tokens', 'idempotencyKey', 'tenant', 'key', 'keyVersion'])(
  'keeps the number in the field %s',
  (name) => {
    expect(redactor.value({ [name]: 12 })).toEqual({ [name]: 12 });
  },
);

test('says whether there is a secret', () => {
  expect(redactor.value({ hasPassword: true, token: null })).toEqual({ hasPassword: true, token: null });
});

test('replaces a value after its name in a list, as in raw headers', () => {
  expect(redactor.value(['Host', 'x', 'Cookie', 'a=b'])).toEqual(['Host', 'x', 'Cookie', '[redacted]']);
});

test('shows bytes as their length', () => {
  expect(redactor.value({ body: Buffer.from('s3cr3t') })).toEqual({ body: '[6 bytes]' });
});

test('survives a circle', () => {
  const circle: Record<string, unknown> = { name: 'ring' };
  circle.self = circle;
  expect(redactor.value(circle)).toEqual({ name: 'ring', self: '[circular]' });
});

test('survives a getter that throws', () => {
  const trap = {
    get field(): string {
      throw new Error('s3cr3t');
    },
  };
  expect(redactor.value({ trap, other: 1 })).toEqual({ trap: '[unreadable]', other: 1 });
});

test('changes nothing in what it is given', () => {
  const fields = { password: 's3cr3t', list: ['Bearer abcdefgh'] };
  redactor.value(fields);
  expect(fields).toEqual({ password: 's3cr3t', list: ['Bearer abcdefgh'] });
});

test('cleans an error, its causes, its fields and what it gathers', () => {
  const cause = Object.assign(new Error('at postgresql://app:s3cr3t@db/app'), {
    config: { headers: { Authorization: 's3cr3t' } },
  });
  const gathered = new AggregateError([new Error('token=s3cr3t'), cause], 'password: s3cr3t', { cause });
  const clean = redactor.value({ err: gathered });
  expect(JSON.stringify(clean)).not.toContain('s3cr3t');
  expect(clean).toMatchObject({
    err: { type: 'AggregateError', errors: [{ type: 'Error' }, { type: 'Error' }] },
  });
});

test('finds the value of a living secret that looks like nothing', () => {
  const secret = new Secret('plain looking words');
  expect(redactor.text(`refused: ${secret.reveal()}!`)).toBe('refused: [secret]!');
});

describe('any secret', () => {
  /** Printable, and long enough not to turn up by chance. */
  const anySecret = fc
    .string({ minLength: 12, maxLength: 60, unit: 'grapheme-ascii' })
    .filter((s) => s.trim() === s);
  const urlSafe = anySecret.map(encodeURIComponent);
  const places: readonly ((secret: string) => unknown)[] = [
    (secret) => ({ password: secret }),
    (secret) => ({ request: { headers: { authorization: secret, Cookie: [secret] } } }),
    (secret) => new Map([['apiKey', secret]]),
    (secret) => [{ deep: [{ clientSecret: secret }] }],
    (secret) => ({ err: Object.assign(new Error('failed'), { token: secret }) }),
    (secret) => ({ body: Buffer.from(secret) }),
    (secret) => ({ secret: new Secret(secret) }),
  ];

  test('in a field with a secret name never gets out', () => {
    fc.assert(
      fc.property(anySecret, fc.constantFrom(...places), (secret, place) => {
        const shown = JSON.stringify(redactor.value(place(secret)));
        expect(shown.includes(JSON.stringify(secret).slice(1, -1))).toBe(false);
      }),
    );
  });

  test('in a URL never gets out', () => {
    fc.assert(
      fc.property(urlSafe, (secret) => {
        expect(redactor.text(`cannot reach rediss://app:${secret}@cache:6379/0`).includes(secret)).toBe(
          false,
        );
      }),
    );
  });

  test('that the process knows never gets out, in whatever text and form', () => {
    const form = fc.constantFrom<(secret: string) => string>(
      (secret) => secret,
      encodeURIComponent,
      (secret) => JSON.stringify({ x: secret }),
      (secret) => Buffer.from(secret).toString('base64'),
    );
    fc.assert(
      fc.property(anySecret, fc.string(), form, (secret, around, write) => {
        const knowing = new Redactor({ knownSecrets: [secret] });
        const written = write(secret);
        const clean = knowing.text(around + written + around);
        expect(clean.includes(secret)).toBe(false);
        expect(clean.includes(written)).toBe(false);
      }),
    );
  });

  test('that is alive never gets out of an error thrown with it', () => {
    fc.assert(
      fc.property(anySecret, (value) => {
        const secret = new Secret(value);
        const error = new Error(`provider said: ${value}`, { cause: new TypeError(value) });
        const shown = JSON.stringify(redactor.value({ err: error, secret }));
        expect(shown.includes(JSON.stringify(value).slice(1, -1))).toBe(false);
      }),
    );
  });
});

test('takes any value without throwing', () => {
  fc.assert(
    fc.property(
      fc.anything({ withMap: true, withSet: true, withDate: true, withTypedArray: true, withBigInt: true }),
      (value) => {
        expect(() => JSON.stringify(redactor.value(value))).not.toThrow();
      },
    ),
  );
});

test('a line stays one JSON line', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.string()), fc.string(), (fields, message) => {
      const line = redactor.line(
        `${JSON.stringify({ ...fields, msg: `${message} password="${message}"` })}\n`,
      );
      expect(line.endsWith('\n') && line.trimEnd().includes('\n')).toBe(false);
      expect(() => JSON.parse(line)).not.toThrow();
    }),
  );
});

test('a list of sentences that begin with the names of secrets is no list of fields', () => {
  const faults = ['DATABASE_URL is not set', 'PORT is not set'];
  expect(new Redactor().value(faults)).toEqual(faults);
});
