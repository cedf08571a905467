import { randomUUID } from 'node:crypto';
import type { Edge } from '../../edge/edge';
import { doneOperation } from '../tenant/operations';
import { expectJson, send } from './api-client';

/** More than any scenario asks for. */
const contractLimits = { requestsPerMinute: 10_000_000, agents: 1000, tasks: 10_000_000, storageGib: 100 };

/** A tenant with an agent, made as the platform's staff and a customer make them: through the ingress. */
export class SampleTenant {
  private constructor(
    private readonly edge: Edge,
    readonly id: string,
    readonly slug: string,
    /** Of a user of the tenant. */
    readonly token: string,
    readonly agentId: string,
  ) {}

  /** @param model of its agent: `echo-small` answers at once, `echo-slow` after five seconds. */
  static async provision(
    edge: Edge,
    model: 'echo-small' | 'echo-slow' = 'echo-small',
  ): Promise<SampleTenant> {
    const slug = `edge-${randomUUID().slice(0, 8)}`;
    const staff = await edge.signIn.token({ scope: 'platform-admin' });
    const asked = send(edge, staff, 'POST', '/v1/admin/tenants', {
      slug,
      name: slug,
      region: 'us-east-1',
      tier: 'enterprise',
      contractLimits,
    });
    const { tenantId } = await doneOperation(edge, staff, asked);
    const token = await edge.signIn.token({ tenant: slug });
    const agent = { name: 'echo', instructions: '', provider: 'sample', model };
    const made = await expectJson<{ id: string }>(send(edge, token, 'POST', '/v1/agents', agent), 201);
    return new SampleTenant(edge, tenantId, slug, token, made.id);
  }

  /** Gives the agent a task, of which sockets hear when it is accepted, begun and done. @returns the API's status. */
  async giveTask(): Promise<number> {
    const task = { agentId: this.agentId, text: 'one two three' };
    return (await send(this.edge, this.token, 'POST', '/v1/tasks', task)).status;
  }

  /** Id of the last event, when no new one has come for some seconds. */
  async lastEventId(quietSeconds = 3): Promise<number> {
    let last = 0;
    let since = Date.now();
    while (Date.now() - since < quietSeconds * 1000) {
      const path = `/v1/events?after=${last}`;
      const { events } = await expectJson<{ events: readonly { id: number }[] }>(
        send(this.edge, this.token, 'GET', path),
        200,
      );
      const newest = events.at(-1)?.id;
      if (newest === undefined) await new Promise((resolve) => setTimeout(resolve, 500));
      else [last, since] = [newest, Date.now()];
    }
    return last;
  }
}
