import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { commentMark } from '../../../ops/review/report/review-markdown';

interface Job {
  readonly permissions: Readonly<Record<string, string>>;
  readonly steps: readonly { readonly uses?: string; readonly run?: string }[];
}

const text = readFileSync(join(__dirname, '../../../.github/workflows/review.yml'), 'utf8');
const { jobs, permissions } = parse(text) as {
  readonly jobs: Readonly<Record<'review' | 'comment', Job>>;
  readonly permissions: object;
};
const steps = Object.values(jobs).flatMap((job) => job.steps);

test('actions are pinned by commit', () => {
  const uses = steps.flatMap((step) => (step.uses === undefined ? [] : [step.uses]));
  expect(uses.length).toBeGreaterThan(0);
  expect(uses.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
});

test('no secret is needed', () => {
  expect(text).not.toMatch(/secrets\./);
});

test('what the pull request brings runs without the right to write, and what may write runs nothing of it', () => {
  expect([permissions, jobs.review.permissions, jobs.comment.permissions]).toEqual([
    {},
    { contents: 'read' },
    { 'pull-requests': 'write' },
  ]);
  expect(jobs.comment.steps.filter(({ uses, run = '' }) => uses || /npm|npx|node/.test(run))).toEqual([]);
});

test('no value of the pull request is put into a script', () => {
  expect(steps.filter(({ run = '' }) => run.includes('${{'))).toEqual([]);
});

test('the comment of an earlier push is found by its first line', () => {
  expect(commentMark('production')).not.toContain('\n');
});
