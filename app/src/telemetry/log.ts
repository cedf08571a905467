import { pino } from 'pino';
import { currentTenant, hasTenant } from '@platform/tenancy/context/current-tenant';
import { currentTrace } from '@platform/tenancy/context/trace-context';
import { pinoRedaction } from '@platform/tenancy/logging/pino-redaction';
import { Redactor } from '@platform/tenancy/logging/redactor';
import { knownSecrets } from './known-secrets';
import { currentRequestId } from './request-id';

const redaction = pinoRedaction(new Redactor({ knownSecrets: knownSecrets(process.env) }));

/**
 * Lines of JSON on standard output, which the cluster's log collector reads: `time`, `level`, `message`, and of the work
 * that wrote them `tenant` (id), `tenantSlug` (the label of its metrics), `request` and `trace`. Secrets are taken out.
 */
export const log = pino({
  level: process.env.LOG_LEVEL || 'info',
  base: process.argv[2] ? { component: process.argv[2] } : {},
  messageKey: 'message',
  errorKey: 'error',
  // Redaction has made errors plain already.
  serializers: { error: (error: unknown) => error },
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (level) => ({ level }), ...redaction.formatters },
  hooks: redaction.hooks,
  mixin: () => ({
    ...(hasTenant() && { tenant: currentTenant().id, tenantSlug: currentTenant().slug }),
    request: currentRequestId(),
    trace: currentTrace()?.traceId,
  }),
});
