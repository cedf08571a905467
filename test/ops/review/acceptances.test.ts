import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../../config/errors';
import { type Acceptance, readAcceptances } from '../../../ops/review/acceptances';

const folder = mkdtempSync(join(tmpdir(), 'acceptances-'));
afterAll(() => rmSync(folder, { recursive: true }));

function read(content: unknown, environment = 'production'): Acceptance[] {
  const file = join(folder, 'acceptances.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return readAcceptances(file, environment);
}

function fieldsOf(content: unknown): string[] {
  try {
    read(content);
    return [];
  } catch (error) {
    return error instanceof InputError ? error.faults.map(({ field }) => field) : ['no InputError'];
  }
}

const sound = { id: 'a/B:C', risk: 'downtime', reason: 'twenty characters or more' };

test('the file of the repository is sound', () => {
  expect(() =>
    readAcceptances(join(__dirname, '../../../review-acceptances.json'), 'production'),
  ).not.toThrow();
});

test('no file accepts nothing', () => {
  expect(readAcceptances(join(folder, 'none.json'), 'production')).toEqual([]);
});

test('an acceptance without an environment is of production', () => {
  expect([read([sound]).length, read([sound], 'starter').length]).toEqual([1, 0]);
});

test('an acceptance of another environment is of that one', () => {
  const starter = { ...sound, environment: 'starter' };
  expect([read([starter]).length, read([starter], 'starter').length]).toEqual([0, 1]);
});

test('all faults are told at once', () => {
  expect(fieldsOf([{ id: '', risk: 'bad', reason: 'short', until: 'soon', by: 'me' }]).sort()).toEqual([
    '[0].by',
    '[0].id',
    '[0].reason',
    '[0].risk',
    '[0].until',
  ]);
});

test.each(['2026-02-30', '2026-1-1', 'tomorrow'])('%p is no day', (until) => {
  expect(fieldsOf([{ ...sound, until }])).toEqual(['[0].until']);
});

test.each(['{"id": 1}', '{', ''])('%p is no list of acceptances', (text) => {
  expect(fieldsOf(text)).toHaveLength(1);
});
