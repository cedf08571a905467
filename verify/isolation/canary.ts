import { createHash } from 'node:crypto';

/** Text that only one tenant's data hold. */
export const canaryOf = (tenantId: string): string =>
  `canary-${createHash('sha256').update(tenantId).digest('hex').slice(0, 24)}`;

const canaryPattern = /canary-[0-9a-f]{24}/g;
const uuidPattern = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Knows whose each canary and id is. */
export class Canaries {
  private readonly owners = new Map<string, string>();

  constructor(tenantIds: readonly string[]) {
    for (const id of tenantIds) {
      this.owners.set(canaryOf(id), id);
      this.owners.set(id, id);
    }
  }

  /** From now on an id is this tenant's, such as that of a task. */
  own(id: string, tenantId: string): void {
    this.owners.set(id, tenantId);
  }

  /** Whether `tenantId` saw its own canary, as it should where its own data answer. */
  sawOwn(observed: unknown, tenantId: string): boolean {
    return textOf(observed).includes(canaryOf(tenantId));
  }

  /** Canaries and ids of other tenants in what `tenantId` came to see. */
  foreignIn(observed: unknown, tenantId: string): string[] {
    const text = textOf(observed);
    const found = [...text.matchAll(canaryPattern), ...text.matchAll(uuidPattern)].map(([match]) => match);
    return [...new Set(found)].filter((match) => (this.owners.get(match) ?? tenantId) !== tenantId);
  }
}

const textOf = (observed: unknown): string =>
  typeof observed === 'string' ? observed : (JSON.stringify(observed) ?? '');
