import { createServer, type Server } from 'node:https';
import { json } from 'node:stream/consumers';

export interface PagerDutyOptions {
  readonly host: string;
  readonly port: number;
  /** PEM. */
  readonly key: string;
  /** PEM, for the name under which it is asked. */
  readonly certificate: string;
}

/** What Alertmanager tells of the alerts that fire, besides what its configuration adds. */
export interface PageDetails {
  readonly firing: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  }[];
  readonly [name: string]: unknown;
}

/** What somebody sent, as version 2 of the Events API has it, and when it came. */
export interface PageEvent {
  readonly routing_key: string;
  readonly event_action: 'trigger' | 'acknowledge' | 'resolve';
  readonly dedup_key?: string;
  readonly payload?: {
    readonly summary: string;
    readonly source: string;
    readonly severity: string;
    readonly component?: string;
    readonly custom_details?: PageDetails;
  };
  readonly links?: readonly { readonly href: string; readonly text?: string }[];
  /** In milliseconds since 1970. */
  readonly at: number;
}

const severities = ['critical', 'error', 'warning', 'info'];

/** Which demands of the Events API an event does not meet. https://developer.pagerduty.com/docs/send-alert-event */
export function faultsOf(event: Partial<PageEvent>): readonly string[] {
  const { routing_key: key, event_action: action, dedup_key: deduplication, payload } = event;
  const faults: string[] = [];
  if (!/^[0-9a-zA-Z]{32}$/.test(key ?? '')) faults.push("'routing_key' must be 32 characters");
  if (!['trigger', 'acknowledge', 'resolve'].includes(action ?? '')) faults.push("'event_action' is invalid");
  if (action !== 'trigger' && !deduplication) faults.push("'dedup_key' is missing");
  if (action !== 'trigger') return faults;
  if (!payload?.summary || payload.summary.length > 1024)
    faults.push("'payload.summary' is missing or too long");
  if (!payload?.source) faults.push("'payload.source' is missing");
  if (!severities.includes(payload?.severity ?? '')) faults.push("'payload.severity' is invalid");
  return faults;
}

/** PagerDuty's Events API on this machine. It keeps what it was sent, and refuses what PagerDuty refuses. */
export class PagerDuty {
  readonly events: PageEvent[] = [];
  /** What was refused, in sentences. */
  readonly refused: string[] = [];

  private constructor(private readonly server: Server) {}

  static async start({ host, port, key, certificate }: PagerDutyOptions): Promise<PagerDuty> {
    const server = createServer({ key, cert: certificate });
    const pagerDuty = new PagerDuty(server);
    server.on('request', (request, response) => {
      const answer = (status: number, body: object): void => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      };
      if (request.method !== 'POST' || request.url !== '/v2/enqueue') return answer(404, {});
      json(request).then(
        (body) => {
          const event = (body ?? {}) as PageEvent;
          const faults = faultsOf(event);
          if (faults.length > 0) {
            pagerDuty.refused.push(...faults);
            return answer(400, {
              status: 'invalid event',
              message: 'Event object is invalid',
              errors: faults,
            });
          }
          pagerDuty.events.push({ ...event, at: Date.now() });
          answer(202, {
            status: 'success',
            message: 'Event processed',
            dedup_key: event.dedup_key,
          });
        },
        () => answer(400, { status: 'invalid event', message: 'Event object is invalid' }),
      );
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
    return pagerDuty;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
