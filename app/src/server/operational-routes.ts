import { type Request, Router } from 'express';
import { registry } from '../telemetry/metrics';
import type { Readiness } from './readiness';

/**
 * Figures name every tenant. The ingress writes this header on each request that it passes on, whatever its client sent;
 * probes and Prometheus come straight to the pod.
 */
const cameFromOutside = (request: Request): boolean => request.get('x-forwarded-for') !== undefined;

/** What the platform asks every component: is it alive, may it take traffic, and its figures. */
export function operationalRoutes(component: string, readiness: Readiness): Router {
  const router = Router();
  router.get('/', (_request, response) => {
    response.json({ component });
  });
  // Alive says nothing of the database: a restart would not mend it.
  router.get('/health', (_request, response) => {
    response.json({ alive: true });
  });
  router.get('/ready', async (_request, response) => {
    const state = await readiness.state();
    response.status(state.ready ? 200 : 503).json(state);
  });
  router.get('/metrics', async (request, response, next) => {
    if (cameFromOutside(request)) return next();
    response.type(registry.contentType).send(await registry.metrics());
  });
  return router;
}
