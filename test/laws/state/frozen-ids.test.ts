import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesizedTree } from '../../support/synthesized';
import type { Tree } from '../tree';
import { type FrozenIds, idsAreFrozen, withNewIds } from './frozen-ids';

const environments = ['production', 'starter', 'recovery'];
const path = join(__dirname, 'frozen-logical-ids.json');
const frozenIds = (): Record<string, FrozenIds> => JSON.parse(readFileSync(path, 'utf8'));

/** `npm run ids:freeze` adds ids that are new. It takes none away: that would hide a lost database. */
if (process.env.FREEZE_IDS === '1') {
  const frozen = frozenIds();
  for (const name of environments) frozen[name] = withNewIds(frozen[name] ?? {}, synthesizedTree(name));
  writeFileSync(path, `${JSON.stringify(frozen, null, 2)}\n`);
}

test.each(environments)('%s keeps the logical ids of all that holds state', (name) => {
  expect(idsAreFrozen(frozenIds()[name] ?? {})(synthesizedTree(name))).toEqual([]);
});

const stack = (ids: readonly string[]): Tree => ({
  environment: synthesizedTree('production').environment,
  stacks: [
    {
      noun: 'database',
      terminationProtection: true,
      template: { Resources: Object.fromEntries(ids.map((id) => [id, { Type: 'AWS::RDS::DBInstance' }])) },
    },
  ],
  charts: [],
});

test('a renamed database is seen', () => {
  const frozen = withNewIds({}, stack(['Primary']));
  expect(idsAreFrozen(frozen)(stack(['Main']))).toEqual([
    expect.stringContaining('database/Primary: this AWS::RDS::DBInstance is gone or renamed'),
    expect.stringContaining('database/Main: this AWS::RDS::DBInstance is not frozen yet'),
  ]);
});

test('freezing never takes an id away', () => {
  const frozen = withNewIds({}, stack(['Primary']));
  expect(withNewIds(frozen, stack(['Main']))).toEqual({
    database: { Primary: 'AWS::RDS::DBInstance', Main: 'AWS::RDS::DBInstance' },
  });
});
