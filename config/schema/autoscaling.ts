import { z } from 'zod';
import { positive } from './primitives';

const deployment = z.strictObject({
  replicas: positive.max(3),
  cpuRequestMillicores: positive.max(64_000),
  memoryRequestMib: positive.max(1_048_576),
  memoryLimitMib: positive.max(1_048_576),
});

/** KEDA, which scales workers by the tasks that wait. One of several operators works, the others take over. */
export const autoscaling = z.strictObject({ operator: deployment, metrics: deployment });
