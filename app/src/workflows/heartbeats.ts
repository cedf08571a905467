import type { ActivityInterceptorsFactory } from '@temporalio/worker';

/** So many are due before Temporal misses one: a worker that is busy for some seconds keeps what it has in hand. */
export const heartbeatsPerTimeout = 3;

/**
 * Tells Temporal that a worker still has an activity in hand, for as long as it runs, when its options have a
 * `heartbeatTimeout`. So the activities of a worker that was killed go to another after that time, instead of after the
 * longest that one may take; and the activities of a workflow that is cancelled hear of it.
 * https://docs.temporal.io/encyclopedia/detecting-activity-failures#activity-heartbeat
 */
export const heartbeats: ActivityInterceptorsFactory = (context) => ({
  inbound: {
    async execute(input, next) {
      const { heartbeatTimeoutMs } = context.info;
      if (!heartbeatTimeoutMs) return next(input);
      const beat = setInterval(() => context.heartbeat(), heartbeatTimeoutMs / heartbeatsPerTimeout);
      try {
        return await next(input);
      } finally {
        clearInterval(beat);
      }
    },
  },
});
