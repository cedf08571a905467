import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** What one trace has in common over all services, as in https://www.w3.org/TR/trace-context/. */
export interface TraceContext {
  /** 32 lower-case hexadecimal digits. */
  readonly traceId: string;
  /** 16 lower-case hexadecimal digits: the caller's span. */
  readonly parentId: string;
  readonly isSampled: boolean;
}

const storage = new AsyncLocalStorage<TraceContext>();
const traceparentPattern =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-|$)/;

/** Reads a `traceparent` header; a missing or malformed one starts a trace that is not sampled. */
export function traceContextFrom(traceparent: string | undefined): TraceContext {
  const [, traceId, parentId, flags] = traceparentPattern.exec(traceparent ?? '') ?? [];
  if (!traceId || !parentId || !flags) {
    return { traceId: randomBytes(16).toString('hex'), parentId: newSpanId(), isSampled: false };
  }
  return { traceId, parentId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** Runs `work`, and all that it starts, as part of a trace. */
export const runInTrace = <Result>(trace: TraceContext, work: () => Result): Result =>
  storage.run(trace, work);

export const currentTrace = (): TraceContext | undefined => storage.getStore();

/** The `traceparent` for one outgoing call of the current trace, with a span id of its own; undefined outside of any. */
export function currentTraceparent(): string | undefined {
  const trace = storage.getStore();
  return trace && `00-${trace.traceId}-${newSpanId()}-${trace.isSampled ? '01' : '00'}`;
}

function newSpanId(): string {
  const id = randomBytes(8).toString('hex');
  return /[^0]/.test(id) ? id : newSpanId();
}
