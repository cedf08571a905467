import type { ContractReport } from '../../../ops/contract/contract-check';
import type { PointId } from '../../../ops/contract/point';
import { contractReports, environment, having, pointOf, type Trial } from './contract-reports';

interface BadServer extends Trial {
  /** The point that it breaks. */
  readonly breaks: PointId;
  readonly verdict?: 'fails' | 'bridged';
  /** Part of what the report says to do. */
  readonly remedy: string;
  /** Points that cannot hold either once that one is broken. */
  readonly dragsDown?: readonly PointId[];
}

const bad: Readonly<Record<string, BadServer>> = {
  'ends at once': {
    server: 'ends-at-once',
    breaks: 'listens',
    remedy: 'application.variables or application.secrets',
  },
  'listens on a port of its own': {
    server: 'other-port',
    breaks: 'listens',
    remedy: 'application.port: 18765',
  },
  'has no /ready': {
    server: 'no-ready',
    breaks: 'ready',
    remedy: "application.probes.ready: { path: '/health' }",
  },
  'has metrics that are not Prometheus’s': {
    server: 'malformed-metrics',
    breaks: 'metrics',
    remedy: 'Prometheus text format',
  },
  'has no metrics': {
    server: 'no-metrics',
    breaks: 'metrics',
    remedy: 'application.metricsPath: null',
  },
  'writes outside of the writable folders': {
    server: 'writes-elsewhere',
    breaks: 'read-only',
    remedy: "application.writableFolders: [{ path: '/var/lib/agents",
  },
  'changes owners at the start': { server: 'needs-root', breaks: 'user', remedy: 'run as user 1001' },
  'takes more memory than its limit': {
    server: 'much-memory',
    breaks: 'memory',
    remedy: 'application.components.api.memoryLimitMib: ',
  },
  'fails under load': {
    server: 'fails-under-load',
    input: { requests: ['/tasks'] },
    breaks: 'load',
    remedy: 'mend what breaks',
  },
  'insists on TLS to the pooler': {
    server: 'tls-database',
    breaks: 'database',
    remedy: 'pass DATABASE_URL to the client as it is',
    dragsDown: ['ready', 'load'],
  },
  'sets a startup parameter that PgBouncer refuses': {
    server: 'startup-parameter',
    breaks: 'database',
    remedy: 'do not set statement_timeout for the connection',
    dragsDown: ['ready', 'load'],
  },
  'makes tables': { server: 'makes-tables', breaks: 'database-rights', remedy: 'application.migration' },
  'sets the search path of a pooled connection': {
    server: 'session-state',
    breaks: 'transaction-pooling',
    remedy: 'SET LOCAL',
  },
  'holds more connections than its share': {
    server: 'many-connections',
    breaks: 'connections',
    remedy: 'let its pool hold ',
  },
  'is ready without its database': {
    server: 'ready-always',
    breaks: 'ready-without-database',
    remedy: 'ask the database there',
  },
  'asks the database whether it is alive': {
    server: 'alive-asks-database',
    breaks: 'alive-without-database',
    remedy: 'do not ask the database there',
  },
  'dies when its connections are cut': {
    server: 'dies-without-database',
    breaks: 'alive-without-database',
    remedy: "pool.on('error'",
  },
  'never opens a new connection': {
    server: 'never-reconnects',
    breaks: 'recovers-database',
    remedy: 'open new connections',
  },
  'connects to Redis without TLS': {
    server: 'plain-redis',
    breaks: 'redis',
    remedy: 'rediss:// asks for TLS',
  },
  'connects to Redis without the password': {
    server: 'no-redis-password',
    breaks: 'redis',
    remedy: 'REDIS_USERNAME and REDIS_PASSWORD',
  },
  'writes keys of no tenant': {
    server: 'foreign-keys',
    breaks: 'redis-keys',
    remedy: 'begin them with tenant:<id>:',
  },
  'dies with Redis': { server: 'dies-without-redis', breaks: 'redis-restart', remedy: "client.on('error'" },
  'keeps rooms to one replica': {
    server: 'sockets-alone',
    breaks: 'sockets',
    remedy: '@socket.io/redis-streams-adapter',
  },
  'cuts requests at SIGTERM': {
    server: 'cuts-requests',
    breaks: 'in-flight',
    verdict: 'bridged',
    remedy: 'application.drainSeconds',
  },
  'ignores SIGTERM': { server: 'ignores-signal', breaks: 'stops', remedy: 'application.shutdownSeconds (8)' },
  'ends with an error': { server: 'ends-with-error', breaks: 'stops', remedy: 'end with code 0' },
  'prints its environment': { server: 'prints-secrets', breaks: 'secrets', remedy: 'never print' },
};

let reports: Record<string, ContractReport>;

beforeAll(async () => {
  reports = await contractReports(bad);
}, 1_200_000);

describe.each(Object.entries(bad))(
  'a server that %s',
  (name, { breaks, verdict = 'fails', remedy, dragsDown = [] }) => {
    test(`breaks “${breaks}” and nothing else`, () => {
      expect(having(reports[name]!, 'fails', 'bridged').filter((id) => !dragsDown.includes(id))).toEqual([
        breaks,
      ]);
    });

    test('is told what to do', () => {
      expect(pointOf(reports[name]!, breaks)).toMatchObject({
        verdict,
        remedy: expect.stringContaining(remedy),
      });
    });
  },
);

describe('the setting that a remedy names', () => {
  let bridgedReports: Record<'port' | 'folder' | 'metrics', ContractReport>;

  beforeAll(async () => {
    bridgedReports = await contractReports({
      port: { server: 'other-port', input: { environment: environment({ port: 18765 }) } },
      folder: {
        server: 'writes-elsewhere',
        input: {
          environment: environment({
            writableFolders: [
              { path: '/tmp', sizeMib: 64 },
              { path: '/var/lib/agents', sizeMib: 64 },
            ],
          }),
        },
      },
      metrics: { server: 'no-metrics', input: { environment: environment({ metricsPath: null }) } },
    });
  }, 300_000);

  test.each(['port', 'folder', 'metrics'] as const)('bridges it: %s', (name) => {
    expect(having(bridgedReports[name], 'fails', 'bridged')).toEqual([]);
  });
});
