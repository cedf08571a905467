import { currentTrace, runInTrace, traceContextFrom } from '@platform/tenancy/context/trace-context';
import { runWithRequestId } from './request-id';

/** Runs work that no request has started, under an id of its own: its log lines and calls belong together. */
export const runTraced = <Result>(id: string, work: () => Result): Result =>
  runInTrace(currentTrace() ?? traceContextFrom(undefined), () => runWithRequestId(id, work));
