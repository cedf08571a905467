import { currentTraceparent, runInTrace, traceContextFrom } from '../../../tenancy/context/trace-context';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const parentId = 'b7ad6b7169203331';

test('a traceparent is read', () => {
  expect(traceContextFrom(`00-${traceId}-${parentId}-01`)).toEqual({ traceId, parentId, isSampled: true });
});

test.each([
  undefined,
  '',
  'nonsense',
  `ff-${traceId}-${parentId}-01`,
  `00-${'0'.repeat(32)}-${parentId}-01`,
  `00-${traceId}-${'0'.repeat(16)}-01`,
  `00-${traceId.toUpperCase()}-${parentId}-01`,
])('%j starts a new trace', (traceparent) => {
  const trace = traceContextFrom(traceparent);
  expect(trace.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(trace.traceId).not.toBe(traceId);
});

test('an outgoing call belongs to the trace with a span of its own', () => {
  const trace = traceContextFrom(`00-${traceId}-${parentId}-01`);
  const outgoing = runInTrace(trace, currentTraceparent);
  expect(outgoing).toMatch(new RegExp(`^00-${traceId}-(?!${parentId})[0-9a-f]{16}-01$`));
});

test('outside of any trace there is no traceparent', () => {
  expect(currentTraceparent()).toBeUndefined();
});
