import {
  needsAttention,
  operationsText,
  operationText,
  tenantListText,
} from '../../../ops/tenant/tenant-text';
import type { FleetReport } from '../../../tenancy/life/fleet';
import type { OperationRecord } from '../../../tenancy/life/operation';
import type { ListedTenant } from '../../../tenancy/life/tenant-list';

const at = new Date('2026-11-24T10:20:30Z');
const acme: ListedTenant = {
  id: '0b0e7f3e-0000-4000-8000-000000000001',
  slug: 'acme',
  name: 'Acme',
  tier: 'growth',
  region: 'us-east-1',
  status: 'active',
  contractLimits: null,
  providerBudgetUsd: null,
  temporalNamespace: null,
  schemaVersion: 7,
  createdAt: at,
  suspendedAt: null,
  suspendedBecause: null,
  eraseAfter: null,
};
const operation: OperationRecord = {
  id: 'op-1',
  tenantId: acme.id,
  kind: 'export',
  requestedBy: 'ada',
  createdAt: at,
  input: {},
  state: 'done',
  step: 'write',
  checkpoint: {},
  attempts: 1,
  result: { prefix: 'exports/1/' },
  error: null,
  updatedAt: at,
};
const fleet: FleetReport = {
  target: 8,
  tenants: 3,
  failed: [{ id: acme.id, slug: 'acme', error: 'tasks-2-x: column exists' }],
  versionsBefore: { 7: 3 },
  versionsAfter: { 7: 1, 8: 2 },
};

test('the list counts statuses, tiers and versions', () => {
  const globex: ListedTenant = { ...acme, slug: 'globex', status: 'suspended', schemaVersion: 8 };
  expect(tenantListText([acme, globex])).toMatch(
    /acme +active +growth +7 [^]*globex +suspended [^]*2 tenants: 1 active, 1 suspended; tiers: 2 growth\nversions: 1 at 7, 1 at 8$/,
  );
});

test('an empty list says how a tenant is made', () => {
  expect(tenantListText([])).toContain('platform tenant provision SLUG');
});

test('operations name the tenant by its slug', () => {
  expect(operationsText([operation], new Map([[acme.id, 'acme']]))).toMatch(/ada +export +acme +done +write/);
});

test('an operation on the fleet is one on all', () => {
  expect(operationsText([{ ...operation, tenantId: null }], new Map())).toMatch(/export +all/);
});

test('what is done tells its result', () => {
  expect(operationText(operation)).toBe('export is done: op-1\n  prefix: "exports/1/"');
});

test('what failed says where, why, and what to type', () => {
  const failed: OperationRecord = { ...operation, state: 'failed', error: 'no space', result: null };
  expect(operationText(failed)).toBe(
    'export failed after the step "write": no space\nWhen that is put right: npx platform tenant retry op-1',
  );
});

test("a fleet's report names who failed, with versions before and after", () => {
  expect(operationText({ ...operation, result: fleet })).toBe(
    [
      '2 of 3 tenants have version 8',
      '  before: 3 at 7',
      '  after: 1 at 7, 2 at 8',
      '  acme failed: tasks-2-x: column exists',
      'Put these right and run it again: what is up to date is left alone.',
    ].join('\n'),
  );
});

test.each([
  ['an operation that failed', { ...operation, state: 'failed' as const }, true],
  ['a fleet of which one failed', { ...operation, result: fleet }, true],
  ['a fleet of which none failed', { ...operation, result: { ...fleet, failed: [] } }, false],
  ['an operation that is done', operation, false],
])('%s needs attention: %s', (_, one, expected) => {
  expect(needsAttention(one)).toBe(expected);
});
