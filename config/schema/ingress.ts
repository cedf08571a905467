import { component } from './application';
import { positive } from './primitives';

/** The proxy between the load balancer and the application. */
export const ingress = component
  .pick({
    replicas: true,
    targetUtilizationPercent: true,
    cpuRequestMillicores: true,
    memoryRequestMib: true,
    memoryLimitMib: true,
  })
  .extend({
    /**
     * Requests that one client address may send through one pod: a second on average, and at once. Not a tenant's
     * limit: a whole office may stand behind one address.
     */
    clientRequestsPerSecond: positive.max(10_000),
    clientRequestsAtOnce: positive.max(100_000),
    /** Bodies above are refused with 413. */
    requestBodyMibMax: positive.max(1024),
  });
