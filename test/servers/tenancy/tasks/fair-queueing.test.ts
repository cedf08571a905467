import { setTimeout as sleep } from 'node:timers/promises';
import { currentTenant } from '../../../../tenancy/context/current-tenant';
import { eventually, TaskPlatform } from './task-platform';

const flooding = 'acme';
const others = ['bravo', 'charlie', 'delta', 'echo', 'foxtrot', 'golf', 'hotel', 'india', 'juliett'];
const floodSize = 5_000;
const laterSize = 10;
let tasks: TaskPlatform;

beforeAll(async () => (tasks = await TaskPlatform.start([flooding, ...others])), 60_000);
afterAll(() => tasks.stop());

/** Tasks of the flood, as acceptTask writes them, without 5,000 round trips. */
async function flood(): Promise<void> {
  await tasks.as(flooding, () =>
    tasks.database.query({
      text: `WITH task AS (
          INSERT INTO tasks (id, kind, input, idempotency_key)
          SELECT gen_random_uuid(), 'sample', '{}', 'flood-' || number FROM generate_series(1, $1::integer) AS number
          RETURNING id
        ) INSERT INTO public.outbox (task_id, tenant_id, kind) SELECT id, $2::uuid, 'sample' FROM task`,
      values: [floodSize, currentTenant().id],
    }),
  );
}

test('a flood of one tenant does not hold up the tenants that come after it', async () => {
  const performed = new Map<string, number>();
  tasks.dispatcher();
  await flood();
  tasks.worker({
    concurrency: 5,
    perform: async () => {
      const { slug } = currentTenant();
      await sleep(10);
      performed.set(slug, (performed.get(slug) ?? 0) + 1);
      return {};
    },
  });
  await eventually(() => (performed.get(flooding) ?? 0) >= 50);
  const before = performed.get(flooding) ?? 0;
  for (const slug of others) await Promise.all(Array.from({ length: laterSize }, () => tasks.accept(slug)));
  await eventually(() => others.every((slug) => performed.get(slug) === laterSize));
  const during = (performed.get(flooding) ?? 0) - before;
  // Served in turn, the flood gets as many as each of the others, and those of its window; else it would be 4,950.
  expect(during).toBeLessThan(5 * laterSize);
  expect(await tasks.outbox()).not.toHaveLength(0);
}, 120_000);
