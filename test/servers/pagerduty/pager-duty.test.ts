import { request } from 'node:https';
import { Authority } from '../../../rehearsal/cluster/certificates';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { freePort } from '../../../servers/free-port';
import { PagerDuty } from '../../../servers/pagerduty/pager-duty';

const folder = mkdtempSync(join(tmpdir(), 'pager-duty-'));
let pagerDuty: PagerDuty;
let port: number;
let ca: string;

beforeAll(async () => {
  const authority = Authority.create(folder);
  const pair = authority.sign('pagerduty', '/CN=pagerduty', ['IP:127.0.0.1']);
  ca = readFileSync(authority.pair.certificate, 'utf8');
  port = await freePort();
  pagerDuty = await PagerDuty.start({
    host: '127.0.0.1',
    port,
    key: readFileSync(pair.key, 'utf8'),
    certificate: readFileSync(pair.certificate, 'utf8'),
  });
});
afterAll(async () => {
  await pagerDuty.stop();
  rmSync(folder, { recursive: true });
});

const send = (event: object | null, path = '/v2/enqueue'): Promise<{ status?: number; body: string }> =>
  new Promise((resolve, reject) => {
    const sending = request({ host: '127.0.0.1', port, path, method: 'POST', ca }, (answer) => {
      void text(answer).then((body) => resolve({ status: answer.statusCode, body }));
    });
    sending.once('error', reject);
    sending.end(JSON.stringify(event));
  });

const event = {
  routing_key: 'a1'.repeat(16),
  event_action: 'trigger',
  dedup_key: 'one',
  payload: { summary: 'customers wait', source: 'Alertmanager', severity: 'critical' },
};

test('an event is kept, with the time at which it came', async () => {
  const { status, body } = await send(event);
  expect([status, JSON.parse(body)]).toEqual([202, expect.objectContaining({ dedup_key: 'one' })]);
  expect(pagerDuty.events).toEqual([expect.objectContaining(event)]);
  expect(Math.abs(Date.now() - pagerDuty.events[0]!.at)).toBeLessThan(60_000);
});

test.each([
  ['a key of another length', { ...event, routing_key: 'short' }, "'routing_key' must be 32 characters"],
  [
    'a severity of its own',
    { ...event, payload: { ...event.payload, severity: 'page' } },
    "'payload.severity' is invalid",
  ],
  [
    'no summary',
    { ...event, payload: { ...event.payload, summary: '' } },
    "'payload.summary' is missing or too long",
  ],
  ['an end of nothing', { ...event, event_action: 'resolve', dedup_key: '' }, "'dedup_key' is missing"],
])('an event with %s is refused as PagerDuty refuses it', async (_, bad, fault) => {
  const before = pagerDuty.events.length;
  const { status, body } = await send(bad);
  expect([status, JSON.parse(body).errors]).toEqual([400, [fault]]);
  expect(pagerDuty.events).toHaveLength(before);
  expect(pagerDuty.refused).toContain(fault);
});

test('a body that is no event is refused too', async () => {
  expect((await send(null)).status).toBe(400);
});

test('another path is not there', async () => {
  expect((await send(event, '/v1/events')).status).toBe(404);
});
