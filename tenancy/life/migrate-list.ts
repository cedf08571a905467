import { createHash } from 'node:crypto';
import { TenancyError } from '../context/tenancy-error';
import type { Migration } from '../database/migration';

/** A migration that a schema has, as its table `schema_migrations` tells. */
export interface AppliedMigration {
  readonly id: string;
  readonly checksum: string;
}

const idPattern = /^([a-z]+(?:-[a-z]+)*)-([1-9]\d*)-[a-z0-9]+(?:-[a-z0-9]+)*$/;

export const migrationChecksum = ({ sql }: Migration): string =>
  createHash('sha256').update(sql).digest('hex');

/**
 * Refuses a list whose ids are no `<group>-<number>-<what>`, or whose numbers do not count 1, 2, 3 … within each group:
 * it is the numbers that say whether a schema has missed one.
 */
export function checkMigrations(migrations: readonly Migration[]): void {
  const last = new Map<string, number>();
  for (const { id } of migrations) {
    const [, group, number] = idPattern.exec(id) ?? [];
    if (!group)
      throw refusal(`The migration id "${id}" must look like "tasks-1-table": group, number, what it does.`);
    const expected = (last.get(group) ?? 0) + 1;
    if (Number(number) !== expected) {
      throw refusal(`Migration "${id}" must have the number ${expected}: a group's numbers count up from 1.`);
    }
    last.set(group, expected);
  }
}

/**
 * The migrations of a checked list that a schema still needs, in order. A schema may be ahead of the list, as it is for
 * the application's previous version, but then nothing may be missing.
 * @throws TenancyError `conflict` when a migration was edited after it was applied, or came into the list before one
 * of its group that the schema already has.
 */
export function pendingMigrations(
  migrations: readonly Migration[],
  applied: readonly AppliedMigration[],
): readonly Migration[] {
  const checksums = new Map(applied.map(({ id, checksum }) => [id, checksum]));
  const pending: Migration[] = [];
  const waitingGroups = new Map<string, string>();
  for (const migration of migrations) {
    const group = groupOf(migration.id);
    const checksum = checksums.get(migration.id);
    checksums.delete(migration.id);
    if (checksum === undefined) {
      pending.push(migration);
      waitingGroups.set(group, waitingGroups.get(group) ?? migration.id);
      continue;
    }
    const earlier = waitingGroups.get(group);
    if (earlier)
      throw refusal(`The schema has "${migration.id}" but not "${earlier}", which comes before it.`);
    if (checksum !== migrationChecksum(migration)) {
      throw refusal(
        `Migration "${migration.id}" was edited after it was applied: put it back, and add another.`,
      );
    }
  }
  const unknown = [...checksums.keys()];
  if (unknown.length > 0 && pending.length > 0) {
    throw refusal(
      `The schema has "${unknown[0]}", which this version does not know, and lacks "${pending[0]?.id}": migrate with the version that knows both.`,
    );
  }
  return pending;
}

/**
 * The migrations of a checked list that may run now: `contract` ones only when they are `released`. One that is held
 * back has to be the last of its group.
 * @throws TenancyError `conflict` when something of its group follows a contract migration that is not released.
 */
export function releasedMigrations(
  migrations: readonly Migration[],
  released: ReadonlySet<string>,
): readonly Migration[] {
  const heldGroups = new Map<string, string>();
  return migrations.filter(({ id, phase }) => {
    const group = groupOf(id);
    const held = heldGroups.get(group);
    if (phase === 'contract' && !released.has(id)) {
      heldGroups.set(group, held ?? id);
      return false;
    }
    if (held) {
      throw refusal(
        `"${id}" comes after "${held}", which removes what an earlier version uses: once no earlier version runs, run \`platform tenant migrate --contract\`.`,
      );
    }
    return true;
  });
}

const groupOf = (id: string): string => idPattern.exec(id)?.[1] ?? '';

const refusal = (message: string): TenancyError => new TenancyError('conflict', message);
