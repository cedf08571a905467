import { z } from 'zod';
import { positive } from './primitives';

const size = {
  cpuRequestMillicores: positive.max(64_000),
  memoryRequestMib: positive.max(1_048_576),
  memoryLimitMib: positive.max(1_048_576),
};

const service = z.strictObject({
  replicas: positive.max(20),
  /** Connections of one pod to each of the two databases. */
  databaseConnectionsMax: z.int().min(2).max(200),
  ...size,
});

/** The Temporal server in the cluster. All of it runs on the pool `general`. */
export const temporal = z.strictObject({
  /** Fixed when the database is made: the server writes it down at its first start and ignores any other later. */
  historyShards: positive.max(16_384),
  services: z.strictObject({ frontend: service, history: service, matching: service, worker: service }),
  ui: z.strictObject({ replicas: positive.max(5), ...size }),
  /** The jobs for schema and namespace, which run one after the other. */
  jobs: z.strictObject({
    ...size,
    /** Over the two minutes that buying a node takes, under the deploy gate's 15. */
    deadlineSeconds: z.int().min(180).max(840),
  }),
});
