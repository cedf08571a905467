import { z } from 'zod';
import type { ApiServices } from '../api/api-services';
import { operation, type Operation } from '../api/operation';
import { eventList } from './event-model';

const pageSize = 500;

export const eventOperations = ({ events }: Pick<ApiServices, 'events'>): Operation[] => [
  operation({
    method: 'get',
    path: '/v1/events',
    id: 'listEvents',
    tag: 'events',
    summary: 'What happened after an event',
    description:
      'For a client whose socket was away and not recovered, or that sees a gap in the ids. Sockets deliver an event at least once.',
    access: 'tenant',
    query: { after: z.int().min(0) },
    answers: { 200: { description: 'At most 500 events in their order.', model: eventList } },
    handle: async ({ query }) => {
      const found = await events.after(query.after, pageSize + 1);
      const page = found.slice(0, pageSize);
      const first = page[0];
      // After a restore the last id may be below what a client has seen.
      const truncated = first ? first.id > query.after + 1 : query.after > (await events.lastId());
      return {
        status: 200,
        body: { events: page, more: found.length > pageSize, truncated },
      };
    },
  }),
];
