import { setTimeout as sleep } from 'node:timers/promises';
import express, { type Express } from 'express';
import { currentTenant } from '../../../tenancy/context/current-tenant';
import { TenancyError } from '../../../tenancy/context/tenancy-error';
import { answerProblems } from '../../../tenancy/http/answer-problems';
import { authenticate, requireScope } from '../../../tenancy/http/authenticate';
import { tenantFromRequest } from '../../../tenancy/http/tenant-from-request';
import type { TenantSources } from '../../../tenancy/http/tenant-sources';
import { TokenVerifier } from '../../../tenancy/http/token-verifier';
import type { TenantRegistry } from '../../../tenancy/registry/tenant-record';
import { audience, type TokenIssuer } from './token-issuer';

export const sources: TenantSources = { baseDomain: 'app.example.com', header: 'x-tenant-id' };

interface TenantAppOptions {
  readonly issuer: TokenIssuer;
  readonly registry: TenantRegistry;
  readonly onFault?: (error: unknown) => void;
}

/** An application whose every route answers the slug of the tenant that it runs for, each after another kind of wait. */
export function tenantApp({ issuer, registry, onFault }: TenantAppOptions): Express {
  const app = express();
  const verifier = new TokenVerifier({ issuer: issuer.url, jwksUrl: issuer.jwksUrl, audience });
  app.get('/public', () => {
    currentTenant();
  });
  app.use(authenticate(verifier), tenantFromRequest({ sources, registry }));
  app.get('/', (_request, response) => response.send(currentTenant().slug));
  app.get('/waits', async (_request, response) => {
    await sleep(5);
    response.send(currentTenant().slug);
  });
  app.post('/parses', express.json(), (_request, response) => response.send(currentTenant().slug));
  app.post('/streams', (request, response) => {
    request.on('data', () => response.write(`${currentTenant().slug} `));
    request.on('end', () => response.end());
  });
  app.get('/finishes', (_request, response) => {
    response.on('finish', () => response.app.emit('finished', currentTenant().slug));
    response.send('');
  });
  app.get('/admin', requireScope('admin'), (_request, response) => response.send('admin'));
  app.get('/fails', async () => {
    await sleep(1);
    throw new Error('secret: the password is hunter2');
  });
  app.get('/unavailable', () => {
    throw new TenancyError('unavailable', 'Redis 10.0.0.7 is away.');
  });
  app.get('/half', (_request, response) => {
    response.write('half');
    throw new Error('broken');
  });
  app.use(answerProblems({ onFault }));
  return app;
}
