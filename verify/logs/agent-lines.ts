import { agentConfiguration } from '../../charts/logs/agent-configuration';
import { logLabels } from '../../config/logs';
import { throughTheAgent } from './log-pipeline';
import type { Claim } from './stored-logs';

/** A line of a program of the platform, and what the agent makes of it. */
interface Expected {
  readonly what: string;
  readonly app: string;
  readonly line: string;
  /** null: the line is dropped. */
  readonly level: string | null;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Must not be in the line any more. */
  readonly secret?: string;
}

const json = (fields: object): string => JSON.stringify(fields);
const providerKey = `sk-ant-${'Qm9i'.repeat(8)}`;
const token = `eyJhbGciOiJSUzI1NiJ9.eyJ0ZW5hbnQiOiJhY21lIn0.${'c2lnbmF0dXJl'.repeat(4)}`;

const expected: readonly Expected[] = [
  {
    what: 'the application’s fields are metadata',
    app: 'api',
    line: json({
      level: 'info',
      tenant: 't-1',
      tenantSlug: 'acme',
      request: 'r-1',
      trace: 'a1',
      message: 'request',
    }),
    level: 'info',
    metadata: { tenant: 't-1', tenantSlug: 'acme', request: 'r-1', trace: 'a1' },
  },
  {
    what: 'an absent tenant is none',
    app: 'api',
    line: json({ level: 'warn', tenant: null }),
    level: 'warn',
    metadata: {},
  },
  {
    what: 'the proxy’s lines lead to the request’s',
    app: 'ingress',
    line: json({
      level: 'info',
      RequestPath: '/v1/agents',
      'downstream_X-Request-Id': 'r-1',
      DownstreamStatus: 200,
    }),
    level: 'info',
    metadata: { request: 'r-1' },
  },
  {
    what: 'Temporal’s panics are fatal',
    app: 'temporal-history',
    line: json({ level: 'panic', msg: 'x' }),
    level: 'fatal',
  },
  {
    what: 'PgBouncer’s warnings',
    app: 'pooler',
    line: '2026-01-31 12:00:00.000 UTC [1] WARNING C-0x1: app/user',
    level: 'warn',
  },
  {
    what: 'PgBouncer’s ordinary lines',
    app: 'pooler',
    line: '2026-01-31 12:00:00.000 UTC [1] LOG listening',
    level: 'info',
  },
  {
    what: 'logfmt',
    app: 'postgres-exporter',
    line: 'time=2026-01-31T12:00:00Z level=ERROR msg="no connection"',
    level: 'error',
  },
  { what: 'words', app: 'worker', line: 'Segmentation fault', level: 'unknown' },
  { what: 'a level that nobody knows', app: 'worker', line: json({ level: 'user-4711' }), level: 'unknown' },
  {
    what: 'probes are dropped',
    app: 'temporal-ui',
    line: '10.0.0.1 - - "GET /healthz HTTP/1.1" 200',
    level: null,
  },
  {
    what: 'a bearer token',
    app: 'product',
    line: json({ level: 'error', error: { headers: { authorization: `Bearer ${token}` } } }),
    level: 'error',
    secret: token,
  },
  {
    what: 'a token in a URL',
    app: 'product',
    line: `GET /v1?access_token=${token}`,
    level: 'unknown',
    secret: token,
  },
  {
    what: 'a provider’s key',
    app: 'product',
    line: json({ level: 'info', message: providerKey }),
    level: 'info',
    secret: providerKey,
  },
  {
    what: 'an AWS key',
    app: 'product',
    line: 'using AKIAIOSFODNN7EXAMPLE now',
    level: 'unknown',
    secret: 'AKIAIOSFODNN7EXAMPLE',
  },
  {
    what: 'a password in a URL',
    app: 'product',
    line: json({ level: 'error', message: 'postgresql://app:hunter-22@db:5432/app' }),
    level: 'error',
    secret: 'hunter-22',
  },
  {
    what: 'two secrets in a line',
    app: 'product',
    line: `Bearer ${'a'.repeat(20)} Bearer ${'b'.repeat(20)}`,
    level: 'unknown',
    secret: 'b'.repeat(20),
  },
];

const sameNames = (one: object, other: readonly string[]): boolean =>
  Object.keys(one).sort().join() === [...other].sort().join();

/** Lines of every program of the platform, through the agent's configuration as it is rendered. */
export function agentLines(program: string, claim: Claim): void {
  const results = throughTheAgent(program, expected);
  for (const [index, { what, level, metadata, secret }] of expected.entries()) {
    const result = results[index] ?? null;
    const holds =
      result === null
        ? level === null
        : result.labels.level === level &&
          sameNames(result.labels, logLabels) &&
          (metadata === undefined ||
            JSON.stringify(sorted(result.metadata)) === JSON.stringify(sorted(metadata))) &&
          (secret === undefined || !result.line.includes(secret));
    claim(`the agent understands ${what}`, holds);
  }
  claim('a misspelt stage is refused', isRefused(program, 'stage.label_keep', 'stage.label_kep'));
  claim('a broken expression is refused', isRefused(program, '(\\\\beyJ', '(\\\\beyJ('));
  claim('a bracket that is not closed is refused', isRefused(program, /\}\s*$/, ''));
}

const sorted = (values: Readonly<Record<string, string>>): [string, string][] =>
  Object.entries(values).sort(([one], [other]) => one.localeCompare(other));

function isRefused(program: string, from: string | RegExp, to: string): boolean {
  const spoilt = agentConfiguration().replace(from, to);
  if (spoilt === agentConfiguration()) throw new Error(`there is no ${from} to spoil`);
  try {
    throughTheAgent(program, [{ app: 'api', line: '{}' }], spoilt);
    return false;
  } catch {
    return true;
  }
}
