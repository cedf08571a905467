import { z } from 'zod';
import { taskStates } from '@platform/tenancy/tasks/task';
import { instant, model } from '../api/model';

/** What a socket gets as `task`, and a refetch answers. */
export const taskEvent = model(
  'TaskEvent',
  z.strictObject({
    /** Consecutive within the tenant: after 7 comes 8. */
    id: z.int().positive(),
    taskId: z.uuid(),
    kind: z.string(),
    state: z.enum(taskStates),
    at: instant,
  }),
);
export type TaskEvent = z.infer<typeof taskEvent>;

export const eventList = model(
  'EventList',
  z.strictObject({
    events: z.array(taskEvent),
    /** Whether more follow: ask again after the last id. */
    more: z.boolean(),
    /** Whether what followed `after` is not known any more: reload what you show. */
    truncated: z.boolean(),
  }),
);
