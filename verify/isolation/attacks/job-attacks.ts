import fc from 'fast-check';
import type { TenantContext } from '../../../tenancy/context/tenant-context';
import { type AttackKind, outcomeOf } from '../attack';

export interface JobWorld {
  /** A task that the tenant really has and no worker has seen. */
  readonly acceptTask: (tenant: TenantContext) => Promise<string>;
  /** Puts a job into the queue as somebody with Redis in hand could; answers what performing it read, or why it was not. */
  readonly perform: (job: { readonly id: string; readonly data: unknown }) => Promise<unknown>;
}

const jobs: AttackKind<JobWorld> = {
  name: 'jobs',
  weight: 2,
  attacks: ({ acceptTask, perform }, pair) =>
    fc
      .constantFrom(
        { how: 'the victim’s context on a task of the actor’s', task: 'actor', tenant: pair.victim },
        { how: 'a task of the victim’s in the actor’s context', task: 'victim', tenant: pair.actor },
        {
          how: 'the victim’s slug on the actor’s id',
          task: 'actor',
          tenant: { ...pair.actor, slug: pair.victim.slug },
        },
        {
          how: 'the victim’s id on the actor’s slug',
          task: 'actor',
          tenant: { ...pair.actor, id: pair.victim.id },
        },
        { how: 'no context', task: 'victim', tenant: undefined },
        { how: 'a list of both', task: 'victim', tenant: [pair.actor, pair.victim] },
        {
          how: 'one field more',
          task: 'actor',
          tenant: { ...pair.actor, schema: `tenant_${pair.victim.slug}` },
        },
      )
      .map(({ how, task, tenant }) => ({
        ...pair,
        description: `jobs: ${how}`,
        run: () =>
          outcomeOf(async () => {
            const taskId = await acceptTask(task === 'actor' ? pair.actor : pair.victim);
            return perform({ id: taskId, data: { tenant, taskId } });
          }),
      })),
};

export const jobAttacks: readonly AttackKind<JobWorld>[] = [jobs];
