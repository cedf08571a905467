import {
  defineSearchAttributeKey,
  type SearchAttributePair,
  SearchAttributeType,
  TypedSearchAttributes,
} from '@temporalio/common';
import { TenancyError } from '../context/tenancy-error';

/** Which tenant a workflow is for, on every workflow, so that one tenant's can be listed, counted and deleted. */
export const tenantAttribute = defineSearchAttributeKey('TenantId', SearchAttributeType.KEYWORD);

export const tenantWorkflowPrefix = (tenantId: string): string => `tenant:${tenantId}:`;

const ownedPattern = /^tenant:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):./;

/** The tenant that a workflow's id names; null for an id that is no tenant's. */
export const tenantOfWorkflowId = (workflowId: string): string | null =>
  ownedPattern.exec(workflowId)?.[1] ?? null;

/**
 * `tenant:<id>:<name>`. A name that has this tenant's prefix already stays as it is; one that begins like a tenant's
 * id but is not this tenant's is a `tenant-mismatch`.
 */
export function tenantWorkflowId(tenantId: string, name: string): string {
  if (name.startsWith('tenant:')) {
    assertOwnWorkflow(tenantId, name);
    return name;
  }
  if (name === '') throw new TenancyError('invalid-identifier', 'A workflow needs a name.');
  return `${tenantWorkflowPrefix(tenantId)}${name}`;
}

export function assertOwnWorkflow(tenantId: string, workflowId: string): void {
  if (tenantOfWorkflowId(workflowId) !== tenantId) {
    throw new TenancyError('tenant-mismatch', 'The workflow is not one of the current tenant.');
  }
}

/** The given attributes and the tenant's, which they cannot change. */
export const tenantAttributes = (
  tenantId: string,
  attributes: SearchAttributePair[] | TypedSearchAttributes = [],
): TypedSearchAttributes =>
  (attributes instanceof TypedSearchAttributes
    ? attributes
    : new TypedSearchAttributes(attributes)
  ).updateCopy([{ key: tenantAttribute, value: tenantId }]);
