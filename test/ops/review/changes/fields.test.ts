import { fieldChanges } from '../../../../ops/review/changes/fields';

const paths = (before: object, after: object): string[] =>
  fieldChanges({ ...before }, { ...after }).map(({ path }) => path.join('.'));

test('a field that differs has its path and both values', () => {
  expect(fieldChanges({ a: { b: 1 } }, { a: { b: 2 } })).toEqual([{ path: ['a', 'b'], before: 1, after: 2 }]);
});

test('a field that came is one change, whatever is in it', () => {
  expect(fieldChanges({}, { a: { b: { c: 1 } } })).toEqual([
    { path: ['a'], before: undefined, after: { b: { c: 1 } } },
  ]);
});

test('the order of fields is no change', () => {
  expect(paths({ a: 1, b: 2 }, { b: 2, a: 1 })).toEqual([]);
});

test('the order of a set is no change', () => {
  expect(paths({ ports: [{ port: 80 }, { port: 443 }] }, { ports: [{ port: 443 }, { port: 80 }] })).toEqual(
    [],
  );
});

test('the order of arguments is a change', () => {
  expect(paths({ args: ['-a', '-b'] }, { args: ['-b', '-a'] })).toEqual(['args']);
});

test('the order of what a function of CloudFormation takes is a change', () => {
  expect(paths({ a: { 'Fn::Join': ['', ['x', 'y']] } }, { a: { 'Fn::Join': ['', ['y', 'x']] } })).toEqual([
    'a',
  ]);
});

test('the order of init containers is a change', () => {
  const [first, second] = [{ name: 'first' }, { name: 'second' }];
  expect(paths({ initContainers: [first, second] }, { initContainers: [second, first] })).toEqual([
    'initContainers',
  ]);
});

test('an item is found by its name wherever it stands', () => {
  const before = {
    env: [
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
    ],
  };
  const after = {
    env: [
      { name: 'B', value: '3' },
      { name: 'A', value: '1' },
    ],
  };
  expect(paths(before, after)).toEqual(['env.[name=B].value']);
});

test('a rule that differs is another rule', () => {
  const before = { ingress: [{ port: 80 }, { port: 443 }] };
  const after = { ingress: [{ port: 443 }, { port: 8080 }] };
  expect(fieldChanges(before, after)).toEqual([
    { path: ['ingress', '[0]'], before: { port: 80 }, after: undefined },
    { path: ['ingress', '[1]'], before: undefined, after: { port: 8080 } },
  ]);
});

test('a rule with the same ports and one other peer is the same rule', () => {
  const rule = (port: number, ...cidrs: string[]) => ({
    ports: [{ port }],
    to: cidrs.map((cidr) => ({ ipBlock: { cidr } })),
  });
  expect(
    fieldChanges(
      { egress: [rule(443, '10.0.1.0/24', '10.0.2.0/24'), rule(53, '10.0.0.0/16')] },
      { egress: [rule(53, '10.0.0.0/16'), rule(443, '10.0.1.0/24', '10.0.3.0/24')] },
    ),
  ).toEqual([
    { path: ['egress', '[1]', 'to', '[1]'], before: { ipBlock: { cidr: '10.0.2.0/24' } }, after: undefined },
    { path: ['egress', '[1]', 'to', '[1]'], before: undefined, after: { ipBlock: { cidr: '10.0.3.0/24' } } },
  ]);
});

test('an item without a name is compared with the one that is left over', () => {
  const before = { Statement: [{ Action: 'a', Resource: 'r' }, { Action: 'b' }] };
  const after = { Statement: [{ Action: 'b' }, { Action: 'c', Resource: 'r' }] };
  expect(paths(before, after)).toEqual(['Statement.[1].Action']);
});

test('a list of plain values is one field', () => {
  expect(fieldChanges({ zones: ['a', 'b'] }, { zones: ['a'] })).toEqual([
    { path: ['zones'], before: ['a', 'b'], after: ['a'] },
  ]);
});

test('the same value twice is not the value once', () => {
  expect(paths({ zones: ['a', 'a'] }, { zones: ['a'] })).toEqual(['zones']);
});

test('JSON in a text is compared as what it holds', () => {
  expect(paths({ policy: '{"a":1,"b":2}' }, { policy: '{"b":3,"a":1}' })).toEqual(['policy.b']);
});

test('a reference is one value', () => {
  expect(paths({ a: { Ref: 'X' } }, { a: { 'Fn::GetAtt': ['X', 'Arn'] } })).toEqual(['a']);
});
