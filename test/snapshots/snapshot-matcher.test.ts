import './snapshot-matcher';

const failing = (actual: string, expected: string | null) => (): void => {
  expect(actual).toEqualSnapshot(expected);
};

test('an equal text passes', () => {
  expect(failing('a: 1\n', 'a: 1\n')).not.toThrow();
});

test('a difference is shown line by line', () => {
  expect(failing('a: 2\n', 'a: 1\n')).toThrow(/- a: 1[^]*\+ a: 2/);
});

test('a difference names the command that accepts it', () => {
  expect(failing('a: 2\n', 'a: 1\n')).toThrow('npm run snapshots:update');
});

test('a missing snapshot is told as such', () => {
  expect(failing('a: 1\n', null)).toThrow('There is no such snapshot.');
});
