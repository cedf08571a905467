import type { Migration } from '../../../tenancy/database/migration';
import {
  checkMigrations,
  migrationChecksum,
  pendingMigrations,
  releasedMigrations,
} from '../../../tenancy/life/migrate-list';
import { platformMigrations } from '../../../tenancy/schema/platform-migrations';
import { tenancyMigrations } from '../../../tenancy/schema/tenant-migrations';

const step = (id: string, phase: Migration['phase'] = 'expand'): Migration => ({
  id,
  phase,
  sql: `-- ${id}`,
});
const appliedOf = (...migrations: readonly Migration[]) =>
  migrations.map((migration) => ({ id: migration.id, checksum: migrationChecksum(migration) }));
const ids = (migrations: readonly Migration[]): readonly string[] => migrations.map(({ id }) => id);

const [agents1, agents2, tasks1, tasks2] = [
  'agents-1-table',
  'agents-2-index',
  'tasks-1-table',
  'tasks-2-x',
].map((id) => step(id)) as [Migration, Migration, Migration, Migration];

describe('checkMigrations', () => {
  it.each([
    ['public', platformMigrations],
    ["tenants'", tenancyMigrations],
  ])('lets the list of %s schema pass', (_, migrations) => {
    expect(() => checkMigrations(migrations)).not.toThrow();
  });

  it.each(['tasks', 'tasks-1', 'tasks-01-table', 'Tasks-1-table', 'tasks-1-', '1-table', "tasks-1-x'"])(
    'refuses the id "%s"',
    (id) => {
      expect(() => checkMigrations([step(id)])).toThrow('must look like "tasks-1-table"');
    },
  );

  it('refuses a group that leaves out a number', () => {
    expect(() => checkMigrations([tasks1, step('tasks-3-x')])).toThrow('"tasks-3-x" must have the number 2');
  });

  it('refuses a number that stands twice', () => {
    expect(() => checkMigrations([tasks1, step('tasks-1-again')])).toThrow('must have the number 2');
  });

  it("lets groups stand between another's numbers", () => {
    expect(() => checkMigrations([tasks1, agents1, tasks2])).not.toThrow();
  });
});

describe('pendingMigrations', () => {
  it('answers all for an empty schema', () => {
    expect(ids(pendingMigrations([tasks1, agents1], []))).toEqual(['tasks-1-table', 'agents-1-table']);
  });

  it('answers none for a schema that has all', () => {
    expect(pendingMigrations([tasks1, agents1], appliedOf(tasks1, agents1))).toEqual([]);
  });

  it("answers a group's next one, although another group's last stands after it and is applied", () => {
    expect(ids(pendingMigrations([agents1, agents2, tasks1], appliedOf(agents1, tasks1)))).toEqual([
      'agents-2-index',
    ]);
  });

  it('refuses a migration that was edited after it was applied', () => {
    const edited = { ...tasks1, sql: 'DROP TABLE tasks' };
    expect(() => pendingMigrations([edited], appliedOf(tasks1))).toThrow('"tasks-1-table" was edited');
  });

  it('refuses a schema that has a number and lacks an earlier one of its group', () => {
    expect(() => pendingMigrations([tasks1, tasks2], appliedOf(tasks2))).toThrow(
      'has "tasks-2-x" but not "tasks-1-table"',
    );
  });

  it('has nothing to do on a schema that is ahead: the previous version starts on it', () => {
    expect(pendingMigrations([tasks1], appliedOf(tasks1, tasks2))).toEqual([]);
  });

  it('refuses a schema that is ahead in one group and behind in another', () => {
    expect(() => pendingMigrations([tasks1, agents1], appliedOf(tasks1, tasks2))).toThrow(
      'has "tasks-2-x", which this version does not know, and lacks "agents-1-table"',
    );
  });
});

describe('releasedMigrations', () => {
  const contract = step('tasks-2-drop', 'contract');

  it('holds a contract migration back', () => {
    expect(ids(releasedMigrations([tasks1, contract, agents1], new Set()))).toEqual([
      'tasks-1-table',
      'agents-1-table',
    ]);
  });

  it('lets a released one through', () => {
    expect(ids(releasedMigrations([tasks1, contract], new Set([contract.id])))).toEqual([
      'tasks-1-table',
      'tasks-2-drop',
    ]);
  });

  it('refuses to go past one that is held back, in its group', () => {
    expect(() => releasedMigrations([tasks1, contract, step('tasks-3-more')], new Set())).toThrow(
      '"tasks-3-more" comes after "tasks-2-drop"',
    );
  });
});
