import { Router } from 'express';
import { registry } from '../telemetry/metrics';
import type { Readiness } from './readiness';

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
  router.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
  return router;
}
