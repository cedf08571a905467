/* global __ENV, __VU, __ITER */
// k6's program: users of one tenant who look at their tasks, and now and then give one.
import { check } from 'k6';
import http from 'k6/http';

const order = JSON.parse(__ENV.ORDER);
const { host, address, token, agentId, requestsPerSecond, seconds, p95MillisecondsMax, everyNthIsTask } =
  order;

export const options = {
  scenarios: {
    users: {
      executor: 'constant-arrival-rate',
      rate: requestsPerSecond,
      timeUnit: '1s',
      duration: `${seconds}s`,
      preAllocatedVUs: 20,
      maxVUs: 100,
      gracefulStop: '10s',
    },
  },
  hosts: { [host]: address },
  thresholds: {
    http_req_duration: [`p(95)<${p95MillisecondsMax}`],
    http_req_failed: ['rate==0'],
    dropped_iterations: ['count==0'],
  },
  summaryTrendStats: ['avg', 'p(50)', 'p(95)', 'p(99)', 'max'],
};

const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
const pages = ['/v1/tasks?limit=20', '/v1/agents', '/v1/events?after=0', `/v1/agents/${agentId}`];
const url = (path) => `https://${host}${path}`;

export default function load() {
  const turn = __VU * 1_000_003 + __ITER;
  if (turn % everyNthIsTask === 0) {
    const key = `${__VU}-${__ITER}-${Date.now()}`;
    const body = JSON.stringify({ agentId, text: 'one two three' });
    const answer = http.post(url('/v1/tasks'), body, { headers: { ...headers, 'idempotency-key': key } });
    check(answer, { 'the task is accepted': ({ status }) => status === 202 });
    return;
  }
  const answer = http.get(url(pages[turn % pages.length]), { headers });
  check(answer, { 'the page is there': ({ status }) => status === 200 });
}

export function handleSummary({ metrics }) {
  return { [__ENV.SUMMARY]: JSON.stringify(metrics) };
}
