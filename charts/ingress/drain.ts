/**
 * How a pod of the proxy leaves without a failed request. The load balancer sends no new connections to a target that
 * is deregistered, and leaves its connections alone for `deregistrationSeconds`. The controller and the load balancer
 * take up to a minute to get there, and until then the pod must serve on: so SIGTERM comes after both.
 */
export const drain = {
  deregistrationSeconds: 60,
  /** Between the pod's end being asked for and SIGTERM. */
  preStopSeconds: 120,
  /** After SIGTERM, for the requests that are still under way. */
  requestSeconds: 25,
  /** Between SIGTERM and SIGKILL. */
  shutdownSeconds: 30,
} as const;
