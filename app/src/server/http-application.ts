import express, { type Express, type Router } from 'express';
import helmet from 'helmet';
import { answerWithProblem, unknownRoute } from '../api/problem-answers';
import { observation } from './observation';
import { operationalRoutes } from './operational-routes';
import type { Readiness } from './readiness';

/** What every component answers by HTTP, and `routes` of its own. */
export function httpApplication(component: string, readiness: Readiness, routes?: Router): Express {
  const application = express();
  // One proxy, the ingress, writes X-Forwarded-Host and -For; what a client writes there stands before it.
  application.set('trust proxy', 1);
  application.use(observation);
  // Nobody frames or renders JSON; the rest of the headers are for browsers that are fooled into it.
  application.use(helmet());
  application.use(operationalRoutes(component, readiness));
  if (routes) application.use(routes);
  application.use(unknownRoute);
  application.use(answerWithProblem);
  return application;
}
