import { randomUUID } from 'node:crypto';
import { until } from '../../cluster/waiting';
import type { Edge } from '../../edge/edge';
import { ask, type EntranceAnswer } from '../../edge/entrance';
import { clientAddress } from '../../nodes/addresses';

/** More than any scenario asks for. */
const contractLimits = { requestsPerMinute: 10_000_000, agents: 1000, tasks: 10_000_000, storageGib: 100 };
const provisionSeconds = 60;
/** Nobody else's: the rate limit counts by it. */
const from = clientAddress(4);

/** A tenant with an agent, made as the platform's staff and a customer make them: through the ingress. */
export class SampleTenant {
  private constructor(
    private readonly edge: Edge,
    /** Of a user of the tenant. */
    readonly token: string,
    readonly agentId: string,
  ) {}

  static async provision(edge: Edge): Promise<SampleTenant> {
    const slug = `edge-${randomUUID().slice(0, 8)}`;
    const staff = await edge.signIn.token({ scope: 'platform-admin' });
    const { id } = await expectJson<{ id: string }>(
      send(edge, staff, 'POST', '/v1/admin/tenants', {
        slug,
        name: slug,
        region: 'us-east-1',
        tier: 'enterprise',
        contractLimits,
      }),
      202,
    );
    await until(
      `the tenant ${slug}`,
      async () => {
        const path = `/v1/admin/operations/${id}`;
        const { state, error } = await expectJson<{ state: string; error: string | null }>(
          send(edge, staff, 'GET', path),
          200,
        );
        if (state === 'failed') throw new Error(`provisioning failed: ${error}`);
        return state === 'done';
      },
      { seconds: provisionSeconds, everyMilliseconds: 500 },
    );
    const token = await edge.signIn.token({ tenant: slug });
    const agent = { name: 'echo', instructions: '', provider: 'sample', model: 'echo-small' };
    const made = await expectJson<{ id: string }>(send(edge, token, 'POST', '/v1/agents', agent), 201);
    return new SampleTenant(edge, token, made.id);
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

function send(
  { entrance }: Edge,
  token: string,
  method: string,
  path: string,
  body?: object,
): Promise<EntranceAnswer> {
  return ask(entrance, {
    path,
    method,
    from,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
}

async function expectJson<Body>(answer: Promise<EntranceAnswer>, wanted: number): Promise<Body> {
  const { status, text } = await answer;
  if (status !== wanted) throw new Error(`${status} instead of ${wanted}: ${text.slice(0, 300)}`);
  return JSON.parse(text) as Body;
}
