import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '@temporalio/activity';
import { heartbeats, heartbeatsPerTimeout } from '../../../app/src/workflows/heartbeats';

/** How often an activity that takes `milliseconds` tells that it is alive, and how often after its end. */
async function beats(heartbeatTimeoutMs: number | undefined, milliseconds: number) {
  let count = 0;
  const context = { info: { heartbeatTimeoutMs }, heartbeat: () => void count++ };
  const { inbound } = heartbeats(context as unknown as Context);
  const activity = { args: [], headers: {} };
  const result = await inbound!.execute!(activity, async () => sleep(milliseconds, 'result'));
  const during = count;
  await sleep(100);
  return { result, during, after: count - during };
}

test('an activity tells of itself more than once a timeout, and no more after its end', async () => {
  const { result, during, after } = await beats(90, 200);
  expect(result).toBe('result');
  expect(during).toBeGreaterThan(1);
  expect(during).toBeLessThanOrEqual((200 / 90) * heartbeatsPerTimeout + 1);
  expect(after).toBe(0);
});

test('one that ends soon, or has no such timeout, says nothing', async () => {
  expect((await beats(90, 1)).during).toBe(0);
  expect((await beats(undefined, 100)).during).toBe(0);
});

test('one that fails says nothing after', async () => {
  let count = 0;
  const context = { info: { heartbeatTimeoutMs: 30 }, heartbeat: () => void count++ };
  const { inbound } = heartbeats(context as unknown as Context);
  const activity = { args: [], headers: {} };
  await expect(inbound!.execute!(activity, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await sleep(60);
  expect(count).toBe(0);
});
