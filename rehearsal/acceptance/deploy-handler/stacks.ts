import type { ClusterResource } from './assembly';
import type { DeployHandler } from './deploy-handler';
import type { JsonObject } from './json';

/** Seconds for which a gate asks; CDK's handler looks every ten seconds. Null leaves what the template says. */
export interface DeployOptions {
  readonly gateSeconds: number | null;
}

/** What a deploy came to. */
export type DeployOutcome =
  | { readonly kind: 'deployed' }
  | { readonly kind: 'rolled back'; readonly because: string }
  | { readonly kind: 'stuck'; readonly because: string };

interface Change {
  readonly request: 'Create' | 'Update';
  readonly resource: ClusterResource;
  readonly before?: ClusterResource;
}

/**
 * Sends the events that CloudFormation sends: what is new is created and what differs is updated, in the order of
 * dependencies, side by side where there is none; what is gone is deleted afterwards. When one fails, updates are sent
 * again with the old properties, and what was created is deleted.
 */
export class Stacks {
  private deployed: ReadonlyMap<string, ClusterResource> = new Map();

  constructor(private readonly handler: Pick<DeployHandler, 'send'>) {}

  /** Resources as CloudFormation believes them to be. */
  get resources(): readonly ClusterResource[] {
    return [...this.deployed.values()];
  }

  async deploy(wanted: readonly ClusterResource[], { gateSeconds }: DeployOptions): Promise<DeployOutcome> {
    const done: Change[] = [];
    try {
      for (const level of levels(wanted)) await this.forward(level, gateSeconds, done);
    } catch (error) {
      return this.rollBack(done, (error as Error).message);
    }
    const kept = new Set(wanted.map(({ id }) => id));
    const gone = this.resources.filter(({ id }) => !kept.has(id));
    await this.deleteAll(gone);
    this.deployed = new Map(wanted.map((resource) => [resource.id, resource]));
    return { kind: 'deployed' };
  }

  async delete(): Promise<void> {
    await this.deleteAll(this.resources);
    this.deployed = new Map();
  }

  private async forward(
    level: readonly ClusterResource[],
    gateSeconds: number | null,
    done: Change[],
  ): Promise<void> {
    const results = await Promise.allSettled(
      level.map(async (resource) => {
        const before = this.deployed.get(resource.id);
        if (before && same(before.properties, resource.properties)) return;
        const change: Change = { request: before ? 'Update' : 'Create', resource, before };
        done.push(change);
        const properties = withGate(resource.properties, gateSeconds);
        await this.handler.send(change.request, resource, properties, before?.properties);
      }),
    );
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }

  private async rollBack(done: readonly Change[], because: string): Promise<DeployOutcome> {
    const created = done.filter(({ request }) => request === 'Create').map(({ resource }) => resource);
    const updated = new Map(
      done.flatMap(({ resource, before }) => (before ? [[resource.id, { resource, before }] as const] : [])),
    );
    try {
      for (const level of levels([...updated.values()].map(({ before }) => before))) {
        await Promise.all(
          level.map((before) =>
            this.handler.send(
              'Update',
              before,
              before.properties,
              updated.get(before.id)?.resource.properties,
            ),
          ),
        );
      }
      await this.deleteAll(created);
    } catch (error) {
      return { kind: 'stuck', because: `${because}; and the roll back failed: ${(error as Error).message}` };
    }
    return { kind: 'rolled back', because };
  }

  private async deleteAll(resources: readonly ClusterResource[]): Promise<void> {
    for (const level of [...levels(resources)].reverse()) {
      await Promise.all(
        level
          .filter(({ keptAtDeletion }) => !keptAtDeletion)
          .map((resource) => this.handler.send('Delete', resource, resource.properties)),
      );
    }
  }
}

/** Resources in groups, each after the groups that it depends on; the stacks in the order of their first resource. */
function levels(resources: readonly ClusterResource[]): readonly (readonly ClusterResource[])[] {
  const stackOf = ({ id }: ClusterResource): string => id.split('/')[0]!;
  const stacks = [...new Set(resources.map(stackOf))];
  return stacks.flatMap((stack) => {
    let open = resources.filter((resource) => stackOf(resource) === stack);
    const found: ClusterResource[][] = [];
    while (open.length > 0) {
      const waiting = new Set(open.map(({ id }) => id));
      const ready = open.filter(({ after }) => !after.some((id) => waiting.has(id)));
      if (ready.length === 0) throw new Error(`${stack}: resources depend on one another in a circle.`);
      found.push(ready);
      open = open.filter((resource) => !ready.includes(resource));
    }
    return found;
  });
}

const same = (a: JsonObject, b: JsonObject): boolean => JSON.stringify(a) === JSON.stringify(b);

const withGate = (properties: JsonObject, seconds: number | null): JsonObject =>
  seconds !== null && 'TimeoutSeconds' in properties
    ? { ...properties, TimeoutSeconds: String(seconds) }
    : properties;
