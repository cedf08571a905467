import type { FleetReport } from '../../tenancy/life/fleet';
import type { OperationRecord } from '../../tenancy/life/operation';
import { countTenants, type ListedTenant } from '../../tenancy/life/tenant-list';
import { table } from '../report/table';

/** Every tenant with its version, and how many there are of what. */
export function tenantListText(tenants: readonly ListedTenant[]): string {
  if (tenants.length === 0) return 'There is no tenant yet: platform tenant provision SLUG makes one.';
  const { byStatus, byTier, byVersion } = countTenants(tenants);
  const counts = (of: Readonly<Record<string, number>>): string =>
    Object.entries(of)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ');
  return [
    ...table([
      ['tenant', 'status', 'tier', 'version', 'since', 'id'],
      ...tenants.map(({ slug, status, tier, schemaVersion, createdAt, id }) => [
        slug,
        status,
        tier,
        String(schemaVersion),
        day(createdAt),
        id,
      ]),
    ]),
    '',
    `${tenants.length} tenants: ${counts(byStatus)}; tiers: ${counts(byTier)}`,
    `versions: ${Object.entries(byVersion)
      .map(([version, count]) => `${count} at ${version}`)
      .join(', ')}`,
  ].join('\n');
}

/** What was asked for lately, the newest first. */
export function operationsText(
  operations: readonly OperationRecord[],
  slugs: ReadonlyMap<string, string>,
): string {
  if (operations.length === 0) return 'Nothing was asked for.';
  return table([
    ['asked at', 'by', 'operation', 'tenant', 'state', 'last step', 'id', 'error'],
    ...operations.map(({ createdAt, requestedBy, kind, tenantId, state, step, id, error }) => [
      // Not a digit first, which the table would move to the right.
      `@${createdAt.toISOString().slice(0, 19)}Z`,
      requestedBy,
      kind,
      tenantId ? (slugs.get(tenantId) ?? tenantId) : 'all',
      state,
      step ?? '-',
      id,
      error ?? '',
    ]),
  ]).join('\n');
}

/** How an operation went, and what to type when it failed. */
export function operationText({ kind, id, state, step, error, result }: OperationRecord): string {
  if (state === 'failed') {
    return [
      `${kind} failed after ${step ? `the step "${step}"` : 'no step'}: ${error}`,
      `When that is put right: npx platform tenant retry ${id}`,
    ].join('\n');
  }
  if (state !== 'done') return `${kind} is ${state}: ${id}`;
  if (isFleetReport(result)) return fleetText(result);
  const answer = Object.entries(result ?? {}).map(([name, value]) => `  ${name}: ${JSON.stringify(value)}`);
  return [`${kind} is done: ${id}`, ...answer].join('\n');
}

/** Whether somebody has to look at what an operation answered. */
export const needsAttention = ({ state, result }: OperationRecord): boolean =>
  state === 'failed' || (isFleetReport(result) && result.failed.length > 0);

function fleetText({ tenants, target, failed, versionsBefore, versionsAfter }: FleetReport): string {
  const versions = (counts: FleetReport['versionsAfter']): string =>
    Object.entries(counts)
      .map(([version, count]) => `${count} at ${version}`)
      .join(', ');
  return [
    `${tenants - failed.length} of ${tenants} tenants have version ${target}`,
    `  before: ${versions(versionsBefore)}`,
    `  after: ${versions(versionsAfter)}`,
    ...failed.map(({ slug, error }) => `  ${slug} failed: ${error}`),
    ...(failed.length > 0 ? ['Put these right and run it again: what is up to date is left alone.'] : []),
  ].join('\n');
}

const isFleetReport = (result: unknown): result is FleetReport =>
  typeof result === 'object' && result !== null && 'versionsAfter' in result;

const day = (date: Date): string => date.toISOString().slice(0, 10);
