import type { ContractReport } from '../../../ops/contract/contract-check';
import { contractReports, having, pointOf } from './contract-reports';

let reports: Record<'good' | 'sockets' | 'closed' | 'signedIn' | 'shell', ContractReport>;

beforeAll(async () => {
  reports = await contractReports({
    good: { server: 'good' },
    sockets: { server: 'sockets' },
    closed: { server: 'sockets-signed-in' },
    signedIn: { server: 'sockets-signed-in', input: { socketAuth: { token: 'good' } } },
    shell: {
      server: 'good',
      input: { migrate: 'node test/servers/contract/servers/migrate.mjs', without: ['redis'] },
    },
  });
}, 300_000);

test('a server that keeps the contract: every point that applies holds', () => {
  expect(having(reports.good, 'fails', 'bridged', 'unchecked')).toEqual([]);
});

test('a server without Socket.io: sockets do not apply', () => {
  expect(having(reports.good, 'notApplicable')).toEqual(['sockets']);
});

test('rooms across replicas: the event reaches both', () => {
  expect(pointOf(reports.sockets, 'sockets').verdict).toBe('holds');
});

test('sockets that ask for a token, without one: not checked, and it says how', () => {
  expect(pointOf(reports.closed, 'sockets')).toMatchObject({
    verdict: 'unchecked',
    evidence: expect.stringContaining('--socket-auth'),
  });
});

test('sockets that ask for a token, with it: the event reaches both', () => {
  expect(pointOf(reports.signedIn, 'sockets').verdict).toBe('holds');
});

test('the migration runs before, with a login that makes tables', () => {
  expect(having(reports.shell, 'fails', 'bridged', 'unchecked')).toEqual([]);
});

test('without redis: its points do not apply', () => {
  expect(having(reports.shell, 'notApplicable')).toEqual(['redis', 'redis-keys', 'redis-restart', 'sockets']);
});
