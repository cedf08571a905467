import type { Acceptance } from '../../../ops/review/acceptances';
import type { Assessment, JsonObject } from '../../../ops/review/change';
import { type Assess, isBlocked, review } from '../../../ops/review/review';
import { object, resource, sideOfObjects, sideOfResources } from './plain-sides';

const today = new Date('2026-11-24');
const instance = (properties: JsonObject) =>
  sideOfResources('side', resource('e-database', 'Instance', 'AWS::RDS::DBInstance', properties));
const says =
  (...found: Assessment[]): Assess =>
  () =>
    found;
const reviewed = (assess: Assess, acceptances: readonly Acceptance[] = []) =>
  review(instance({ DBInstanceClass: 'a' }), instance({ DBInstanceClass: 'b' }), {
    assess,
    acceptances,
    today,
  });
const downtime: Assessment = { risk: 'downtime', why: 'Customers wait.', instead: 'Do it at night.' };
const loss: Assessment = { risk: 'data-loss', why: 'The data goes.' };
const acceptance: Acceptance = {
  id: 'e-database/Instance:DBInstanceClass',
  risk: 'downtime',
  reason: 'announced to customers for Sunday',
};

test('the same on both sides is safe and changes nothing', () => {
  const result = review(instance({ A: 1 }), instance({ A: 1 }), { assess: says(loss) });
  expect([result.verdict, result.changes]).toEqual(['safe', []]);
});

test('a change takes its worst assessment, with its reason', () => {
  const [change] = reviewed(says(downtime, loss)).changes;
  expect(change).toMatchObject({ risk: 'data-loss', why: 'The data goes.', instead: null });
});

test('the whole takes the worst change, and names it first', () => {
  const result = review(
    sideOfObjects('before', object('Service', 'a', {}), object('ConfigMap', 'b', {})),
    sideOfObjects('after'),
    {
      assess: ({ before }) => (before?.source === 'kubernetes' && before.kind === 'ConfigMap' ? [loss] : []),
    },
  );
  expect([result.verdict, result.changes.map(({ risk }) => risk)]).toEqual([
    'data-loss',
    ['data-loss', 'safe'],
  ]);
});

test('a change has a where, a what and an id that people can type', () => {
  expect(reviewed(says(downtime)).changes[0]).toMatchObject({
    where: 'e-database/Instance',
    what: 'DBInstanceClass: a → b',
    id: 'e-database/Instance:DBInstanceClass',
  });
});

test('an object has one, too', () => {
  const { changes } = review(
    sideOfObjects('before', object('Deployment', 'api', { spec: { replicas: 3 } })),
    sideOfObjects('after', object('Deployment', 'api', { spec: { replicas: 1 } })),
    { assess: says() },
  );
  expect(changes[0]).toMatchObject({
    where: 'kubernetes/app/Deployment/api',
    id: 'kubernetes/app/Deployment/api:spec.replicas',
  });
});

test('a replacement that every rule calls safe is not safe', () => {
  const result = review(instance({ StorageEncrypted: true }), instance({ StorageEncrypted: false }), {
    assess: says({ risk: 'safe', why: 'Nothing known.' }),
  });
  expect(result.verdict).toBe('downtime');
});

test.each(['downtime', 'exposure', 'data-loss'] as const)('%s blocks', (risk) => {
  expect(isBlocked(reviewed(says({ risk, why: 'why' })))).toBe(true);
});

test.each(['safe', 'restart', 'capacity'] as const)('%s does not', (risk) => {
  expect(isBlocked(reviewed(says({ risk, why: 'why' })))).toBe(false);
});

test('an accepted danger blocks nothing, and stays the verdict', () => {
  const result = reviewed(says(downtime), [acceptance]);
  expect([isBlocked(result), result.verdict]).toEqual([false, 'downtime']);
});

test('an acceptance says who took the risk and why', () => {
  expect(reviewed(says(downtime), [acceptance]).changes[0]?.accepted).toEqual({
    risk: 'downtime',
    reason: 'announced to customers for Sunday',
  });
});

test('an acceptance of a milder risk accepts nothing', () => {
  const result = reviewed(says(loss), [acceptance]);
  expect([isBlocked(result), result.faults]).toEqual([
    true,
    ['e-database/Instance:DBInstanceClass: accepted as downtime, and it is data-loss: review it anew'],
  ]);
});

test('an acceptance of another field accepts nothing', () => {
  const other = { ...acceptance, id: 'e-database/Instance:MultiAZ' };
  expect(reviewed(says(downtime), [other]).changes[0]?.accepted).toBeNull();
});

test('an acceptance that matches nothing blocks', () => {
  const result = reviewed(says(), [acceptance]);
  expect([isBlocked(result), result.faults]).toEqual([
    true,
    [
      'e-database/Instance:DBInstanceClass: accepted as downtime, and no change needs that: remove the acceptance',
    ],
  ]);
});

test('an acceptance holds on its last day', () => {
  expect(isBlocked(reviewed(says(downtime), [{ ...acceptance, until: '2026-11-24' }]))).toBe(false);
});

test('an acceptance ends after its last day', () => {
  expect(reviewed(says(downtime), [{ ...acceptance, until: '2026-11-23' }]).faults).toEqual([
    'e-database/Instance:DBInstanceClass: accepted until 2026-11-23, which is past: review it anew',
  ]);
});
