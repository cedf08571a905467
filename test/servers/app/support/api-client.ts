import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningApplication } from './running-application';

export interface ApiAnswer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

interface Task {
  readonly id: string;
  readonly state: string;
  readonly attempts: number;
  readonly result: Record<string, unknown> | null;
  readonly error: string | null;
}

/** Calls the API with a token. */
export class ApiClient {
  constructor(
    private readonly api: RunningApplication,
    private readonly token: string | null,
  ) {}

  async call<Body = Record<string, unknown>>(
    method: string,
    path: string,
    { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<ApiAnswer<Body>> {
    const response = await fetch(this.api.url + path, {
      method,
      headers: {
        ...(this.token && { Authorization: `Bearer ${this.token}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text ? JSON.parse(text) : null) as Body,
    };
  }

  async get<Body>(path: string): Promise<Body> {
    return (await this.call<Body>('GET', path)).body;
  }

  /** A new agent's id. */
  async agent(name: string = randomUUID()): Promise<string> {
    const body = { name, instructions: 'Be brief.', provider: 'sample', model: 'echo-small' };
    return String((await this.call('POST', '/v1/agents', { body })).body.id);
  }

  /** A new task's id. A tenant that has asked too often asks again when it may. @throws Error when the task is refused. */
  async task(agentId: string, text: string, more: object = {}): Promise<string> {
    const asked = { body: { agentId, text, ...more }, headers: { 'Idempotency-Key': randomUUID() } };
    for (;;) {
      const { status, headers, body } = await this.call('POST', '/v1/tasks', asked);
      if (status === 202) return String(body.id);
      if (status !== 429) throw new Error(`The task is refused: ${status} ${JSON.stringify(body)}`);
      await sleep(1000 * Number(headers.get('retry-after')));
    }
  }

  /** The task once it is done, failed or cancelled. */
  async finished(taskId: string): Promise<Task> {
    for (;;) {
      const { status, body: task } = await this.call<Task>('GET', `/v1/tasks/${taskId}`);
      if (status !== 200) throw new Error(`The task cannot be read: ${status} ${JSON.stringify(task)}`);
      if (!['accepted', 'running'].includes(task.state)) return task;
      // Each look counts towards the tenant's limit of requests.
      await sleep(200);
    }
  }

  /** The operation once it has ended, by the path of its progress. */
  async operation(
    path: string,
  ): Promise<{ state: string; error: string | null; result: unknown; tenantId: string }> {
    for (;;) {
      const operation = await this.get<Awaited<ReturnType<ApiClient['operation']>>>(path);
      if (!['requested', 'running'].includes(operation.state)) return operation;
      await sleep(50);
    }
  }
}
