import type { WorkflowClient } from '@temporalio/client';
import fc from 'fast-check';
import { runAsTenant } from '../../../tenancy/context/current-tenant';
import type { TenantContext } from '../../../tenancy/context/tenant-context';
import { type AttackKind, outcomeOf } from '../attack';

export interface WorkflowWorld {
  readonly workflows: WorkflowClient;
  /** Temporal's own client, which knows no tenants. */
  readonly unguardedWorkflows: WorkflowClient;
  /** Each tenant has one running workflow of this name, whose input holds its canary. */
  readonly secretWorkflow: string;
  readonly fullWorkflowId: (tenant: TenantContext, name: string) => string;
}

async function firstOf<Item>(items: AsyncIterable<Item>, count: number): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) {
    found.push(item);
    if (found.length === count) break;
  }
  return found;
}

const workflows: AttackKind<WorkflowWorld> = {
  name: 'workflows',
  weight: 1,
  attacks: ({ workflows: client, secretWorkflow, fullWorkflowId }, pair) => {
    const theirs = fullWorkflowId(pair.victim, secretWorkflow);
    const names = [theirs, `../${theirs}`, ` ${theirs}`, `${pair.victim.id}:${secretWorkflow}`];
    const reached = (name: string) => client.getHandle(name);
    return fc
      .record({
        name: fc.constantFrom(...names),
        how: fc.constantFrom('describe', 'history', 'signal', 'list', 'list by id', 'count'),
      })
      .map(({ name, how }) => ({
        ...pair,
        description: `workflows: ${how} ${name}`,
        run: async () => {
          const seen = await runAsTenant(pair.actor, () =>
            outcomeOf(async () => {
              if (how === 'describe') return reached(name).describe();
              if (how === 'history') return reached(name).fetchHistory();
              if (how === 'signal') return reached(name).signal('stop');
              if (how === 'list')
                return firstOf(client.list({ query: 'true) OR (WorkflowType = "secret"' }), 5);
              if (how === 'list by id') return firstOf(client.list({ query: `WorkflowId = '${theirs}'` }), 5);
              return client.count(`WorkflowId = '${theirs}'`);
            }),
          );
          // Its own words come back in a refusal; they are no news.
          return asText(seen).replaceAll(name, '').replaceAll(pair.victim.id, '');
        },
      }));
  },
};

/** Temporal's answers hold big integers, and write the bytes of a workflow's input as base64. */
const asText = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === 'bigint') return String(inner);
    const isBase64 = typeof inner === 'string' && /^[A-Za-z0-9+/]{16,}=*$/.test(inner);
    return isBase64 ? `${inner} ${Buffer.from(inner, 'base64').toString('utf8')}` : inner;
  }) ?? '';

export const workflowAttacks: readonly AttackKind<WorkflowWorld>[] = [workflows];
