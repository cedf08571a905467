import { randomUUID } from 'node:crypto';
import { defaultPayloadConverter, defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import type { TenantContext } from '../../../tenancy/context/tenant-context';
import { tenantPriority } from '../../../tenancy/workflows/fairness';
import { tenantInHeaders, withTenantHeader } from '../../../tenancy/workflows/tenant-header';
import {
  tenantAttribute,
  tenantAttributes,
  tenantOfWorkflowId,
  tenantWorkflowId,
} from '../../../tenancy/workflows/workflow-ids';

const acme: TenantContext = { id: randomUUID(), slug: 'acme', tier: 'growth', region: 'us-east-1' };
const other = randomUUID();

describe('a workflow’s id', () => {
  test('begins with its tenant', () => {
    expect(tenantWorkflowId(acme.id, 'report-7')).toBe(`tenant:${acme.id}:report-7`);
  });

  test('stays as it is when it begins with its tenant', () => {
    expect(tenantWorkflowId(acme.id, `tenant:${acme.id}:x`)).toBe(`tenant:${acme.id}:x`);
  });

  test.each([
    `tenant:${other}:x`,
    `tenant:${acme.id}`,
    `tenant:${acme.id}:`,
    'tenant:',
    `tenant:${acme.id}x:y`,
  ])('is refused when it only looks like a tenant’s: %s', (name) => {
    expect(() => tenantWorkflowId(acme.id, name)).toThrow('not one of the current tenant');
  });

  test('is refused when it is empty', () => {
    expect(() => tenantWorkflowId(acme.id, '')).toThrow('needs a name');
  });

  test.each(['report-7', `TENANT:${acme.id}:x`, ` tenant:${acme.id}:x`, `tenant:${acme.id.toUpperCase()}:x`])(
    'names no tenant: %s',
    (workflowId) => {
      expect(tenantOfWorkflowId(workflowId)).toBeNull();
    },
  );
});

describe('the header', () => {
  test('carries the tenant', () => {
    expect(tenantInHeaders(withTenantHeader({}, acme))).toEqual(acme);
  });

  test.each([
    ['nothing', undefined],
    ['a text', 'acme'],
    ['a tenant with a path for a slug', { ...acme, slug: '../other' }],
    ['a tenant with more', { ...acme, isAdmin: true }],
  ])('is refused with %s', (_name, value) => {
    expect(() => tenantInHeaders({ tenant: defaultPayloadConverter.toPayload(value) })).toThrow(
      'no valid tenant',
    );
  });

  test('is refused when it cannot be read', () => {
    expect(() => tenantInHeaders({ tenant: { data: Buffer.from('{') } })).toThrow('no valid tenant');
  });
});

test('the caller’s search attributes are kept, and its tenant is not', () => {
  const report = defineSearchAttributeKey('Report', SearchAttributeType.INT);
  const attributes = tenantAttributes(acme.id, [
    { key: report, value: 7 },
    { key: tenantAttribute, value: other },
  ]);
  expect([attributes.get(report), attributes.get(tenantAttribute)]).toEqual([7, acme.id]);
});

test('the caller’s priority is kept, and its share is not', () => {
  expect(tenantPriority(acme, { priorityKey: 1, fairnessKey: other, fairnessWeight: 1000 })).toEqual({
    priorityKey: 1,
    fairnessKey: acme.id,
    fairnessWeight: 4,
  });
});
