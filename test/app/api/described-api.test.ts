import { z } from 'zod';
import { model } from '../../../app/src/api/model';
import { type Answer, operation, type Operation } from '../../../app/src/api/operation';
import { log } from '../../../app/src/telemetry/log';
import { ask } from './described-api';

const thing = model('TestThing', z.strictObject({ name: z.string().min(1) }));

const made = (handle: () => Answer): Operation =>
  operation({
    method: 'post',
    path: '/v1/things/{thingId}',
    id: 'makeThing',
    tag: 'test',
    summary: 'Make a thing',
    access: 'tenant',
    parameters: { thingId: z.uuid() },
    query: { limit: z.int().max(5).optional() },
    body: thing,
    answers: { 201: { description: 'The thing.', model: thing } },
    handle: async () => handle(),
  });

const fine = made(() => ({ status: 201, body: { name: 'thing' } }));
const path = '/v1/things/5f9d1f0a-0000-4000-8000-000000000000';
const post = (body: unknown, type = 'application/json'): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': type },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

beforeAll(() => {
  log.level = 'silent';
});

test('a request that fits is answered', async () => {
  expect(await ask([fine], path, post({ name: 'x' }))).toEqual({ status: 201, body: { name: 'thing' } });
});

test.each([
  ['a body that lacks a field', path, post({})],
  ['a body with a field too many', path, post({ name: 'x', admin: true })],
  ['a body of another type', path, post({ name: 1 })],
  ['a body that is no JSON', path, post('{')],
  ['a malformed parameter', '/v1/things/1', post({ name: 'x' })],
  ['a query out of range', `${path}?limit=6`, post({ name: 'x' })],
  ['an unknown query', `${path}?all=true`, post({ name: 'x' })],
])('%s is a 400', async (_, at, request) => {
  expect((await ask([fine], at, request)).status).toBe(400);
});

test('all that does not fit is named', async () => {
  const { body } = await ask([fine], `${path}?limit=6`, post({}));
  expect(body).toMatchObject({ faults: [{ path: '/query/limit' }, { path: '/body/name' }] });
});

test('a body that is not said to be JSON is a 415', async () => {
  expect((await ask([fine], path, post('name=x', 'text/plain'))).status).toBe(415);
});

test('a body that is too large is a 413', async () => {
  expect((await ask([fine], path, post({ name: 'x'.repeat(300_000) }))).status).toBe(413);
});

test.each([
  ['a field that is not described', () => ({ status: 201, body: { name: 'x', secret: 'y' } })],
  ['a body that is not described', () => ({ status: 201, body: {} })],
  ['a status that is not described', () => ({ status: 299, body: { name: 'x' } })],
])('an answer with %s is found', async (_, handle) => {
  expect((await ask([made(handle)], path, post({ name: 'x' }))).status).toBe(500);
});

test('an error of ours tells nothing of itself', async () => {
  const broken = made(() => {
    throw new Error('password is hunter2');
  });
  expect(JSON.stringify(await ask([broken], path, post({ name: 'x' })))).not.toContain('hunter2');
});

test('a database that does not answer is a 503', async () => {
  const away = made(() => {
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  });
  expect((await ask([away], path, post({ name: 'x' }))).status).toBe(503);
});
