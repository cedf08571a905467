import { risks } from '../../../../ops/review/change';
import { corpus } from './corpus';
import { Verdicts } from './verdicts';

/** A few of each risk; `npm run verify` reviews all. */
const fewOfEachRisk = [
  'statements of a bucket’s policy in another order',
  'migration with more memory',
  'one instance size more',
  'nodes live for a week',
  'more is logged',
  'disruption budget of the API removed',
  'fewer API pods and more logs',
  'database class one size up',
  'way from the pods to the database taken away',
  'password in a variable',
  'administrators without a second factor',
  'point-in-time recovery shortened',
  'deploy resource under another logical id',
];
const verdicts = new Verdicts();
const inTests = corpus.filter(({ name }) => fewOfEachRisk.includes(name));

test.each(inTests)('$name: $expected', async (labelled) => {
  expect(await verdicts.failureOf(labelled)).toBeNull();
});

test('the few are in the corpus, some of each risk', () => {
  expect(inTests).toHaveLength(fewOfEachRisk.length);
  expect(new Set(inTests.map(({ expected }) => expected))).toEqual(new Set(risks));
});

test('the corpus has at least 70 changes', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(70);
});

test('at least 25 of them lose data, expose something or leave less room', () => {
  const dangers = corpus.filter(({ expected }) => ['data-loss', 'exposure', 'capacity'].includes(expected));
  expect(dangers.length).toBeGreaterThanOrEqual(25);
});

test('at least 8 look frightening and are safe', () => {
  const frightening = corpus.filter((labelled) => labelled.frightening && labelled.expected === 'safe');
  expect(frightening.length).toBeGreaterThanOrEqual(8);
});

test('at least 6 are patches of sources', () => {
  expect(corpus.filter(({ edit }) => edit.sources).length).toBeGreaterThanOrEqual(6);
});

test('each has a name of its own', () => {
  expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length);
});

test('each says where its risk is, unless it is safe', () => {
  expect(corpus.filter(({ expected, at }) => (expected === 'safe') !== (at === undefined))).toEqual([]);
});
