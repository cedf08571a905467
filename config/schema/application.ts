import { z } from 'zod';
import { architecture, httpPath, percent, positive, secretName, variableName } from './primitives';

const millicores = positive.max(64_000);
const mebibytes = positive.max(1_048_576);

/** One Deployment of the application image. CPU has a request and no limit, so that a start-up burst is not throttled. */
const deployment = {
  /** Arguments after the image's entry point; empty: the image's own. */
  arguments: z.array(z.string().min(1)),
  pool: z.enum(['general', 'workers']),
  replicas: z.strictObject({ min: positive.max(1000), max: positive.max(1000) }),
  cpuRequestMillicores: millicores,
  memoryRequestMib: mebibytes,
  memoryLimitMib: mebibytes,
  variables: z.record(variableName, z.string()),
};

/** Scaled by what its pods use. */
export const component = z.strictObject({
  ...deployment,
  targetUtilizationPercent: z.strictObject({ cpu: percent, memory: percent }),
});

/** Scaled by the tasks that wait, all tenants together. */
export const workerComponent = z.strictObject({
  ...deployment,
  /** Tasks that wait for each pod, at most, as long as there are fewer pods than `replicas.max`. */
  waitingTasksPerPodMax: positive.max(100_000),
  /** Pods while nobody can say how many tasks wait, and always where `metricsPath` is null. */
  replicasWithoutMetric: positive.max(1000),
});

/** Kubernetes forbids a colon in a mount path. */
const folder = z
  .string()
  .regex(/^\/[^\s:]*$/)
  .describe('an absolute path such as /var/lib/agents');

const probe = z.strictObject({ path: httpPath });

export const image = z.discriminatedUnion('kind', [
  /** Built by `cdk deploy` from the Dockerfile in that folder, for the architecture of the pools it runs on. */
  z.strictObject({ kind: z.literal('build'), directory: z.string().min(1) }),
  z.strictObject({
    kind: z.literal('digest'),
    reference: z
      .string()
      .regex(/^[a-z0-9.:-]+(\/[a-z0-9._-]+)+@sha256:[0-9a-f]{64}$/)
      .describe('REGISTRY/REPOSITORY@sha256:… with 64 hexadecimal digits (a digest, never a tag)'),
    architectures: z.array(architecture).min(1),
  }),
]);

export const application = z.strictObject({
  image,
  port: z.int().min(1024).max(65_535),
  /** An image with one path alone names it three times. */
  probes: z.strictObject({ startup: probe, ready: probe, live: probe, startupSecondsMax: positive.max(600) }),
  /** Metrics path; null: the image has none, and nothing scrapes it. */
  metricsPath: httpPath.nullable(),
  /** Between leaving the endpoints and SIGTERM: covers an image that cuts requests at SIGTERM. */
  drainSeconds: z.int().min(5).max(300),
  /** Between SIGTERM and SIGKILL: the application's own clean stop. */
  shutdownSeconds: z.int().min(1).max(600),
  /** Folders that the image writes to; the rest of its file system is read-only. */
  writableFolders: z.array(z.strictObject({ path: folder, sizeMib: mebibytes })),
  variables: z.record(variableName, z.string()),
  /** Product secrets: variable, the name in Secrets Manager after `<environment>/`, and the JSON field (null: the whole value). */
  secrets: z.array(
    z.strictObject({
      variable: variableName,
      secretName,
      field: z.string().min(1).nullable(),
    }),
  ),
  components: z.strictObject({
    api: component,
    realtime: component,
    worker: workerComponent,
    /** Makes, exports, restores and erases tenants; null: the image has no such part. */
    lifecycle: component.nullable(),
  }),
  migration: z.strictObject({
    arguments: z.array(z.string().min(1)),
    pool: z.enum(['general', 'workers']),
    cpuRequestMillicores: millicores,
    memoryRequestMib: mebibytes,
    memoryLimitMib: mebibytes,
    /** Over the two minutes that buying a node takes, under the deploy gate's 15. */
    deadlineSeconds: z.int().min(180).max(840),
  }),
  /** Pause pods that keep one scale-up step of room. */
  headroom: z.strictObject({
    replicas: z.int().min(0).max(100),
    cpuRequestMillicores: millicores,
    memoryRequestMib: mebibytes,
  }),
});
