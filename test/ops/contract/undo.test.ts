import { Undo } from '../../../ops/contract/undo';

test('the last thing is undone first, each once', async () => {
  const undone: number[] = [];
  const undo = new Undo();
  for (const number of [1, 2, 3]) undo.add(() => undone.push(number));
  await undo.run();
  await undo.run();
  expect(undone).toEqual([3, 2, 1]);
});

test('a step that fails stops no other', async () => {
  const undone: number[] = [];
  const undo = new Undo();
  undo.add(() => undone.push(1));
  undo.add(() => Promise.reject(new Error('gone already')));
  await undo.run();
  expect(undone).toEqual([1]);
});

test('what is added after the end is undone at once', async () => {
  const undone: number[] = [];
  const undo = new Undo();
  await undo.run();
  undo.add(() => undone.push(1));
  await undo.run();
  expect(undone).toEqual([1]);
});
