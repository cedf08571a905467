import type { Assessment, JsonObject } from '../../../../ops/review/change';
import { reviewJson } from '../../../../ops/review/report/review-json';
import { commentMark, reviewMarkdown } from '../../../../ops/review/report/review-markdown';
import { reviewText } from '../../../../ops/review/report/review-text';
import { type Review, review } from '../../../../ops/review/review';
import { object, resource, sideOfObjects, sideOfResources } from '../plain-sides';

const instance = (properties: JsonObject) =>
  sideOfResources('main', resource('e-database', 'Instance', 'AWS::RDS::DBInstance', properties));
const danger: Assessment = {
  risk: 'downtime',
  why: 'Customers wait for 10 minutes.',
  instead: 'Do it in the window.',
};
const reviewed = (before: JsonObject, after: JsonObject, accepted = false): Review =>
  review(
    instance(before),
    { ...instance(after), name: 'the working tree' },
    {
      assess: () => [danger],
      acceptances: accepted
        ? [{ id: 'e-database/Instance:DBInstanceClass', risk: 'downtime', reason: 'announced for Sunday' }]
        : [],
    },
  );
const classChange = (accepted = false): Review =>
  reviewed({ DBInstanceClass: 'a' }, { DBInstanceClass: 'b' }, accepted);
const nothing = reviewed({}, {});

test('the text tells verdict, field, reason, safer way and how to accept', () => {
  expect(reviewText(classChange(), 'e')).toBe(
    `e: from main to the working tree
Verdict: downtime (1 downtime)

DOWNTIME  e-database/Instance
  DBInstanceClass: a → b
  Customers wait for 10 minutes.
  Instead: Do it in the window.

Cost: no difference.

Before this is deployed: take the safer way, or accept each in review-acceptances.json with a reason
  {"id":"e-database/Instance:DBInstanceClass","risk":"downtime","reason":"why this is right, and when"}`,
  );
});

test('the text of an accepted danger says why it was accepted, and asks for nothing', () => {
  const text = reviewText(classChange(true), 'e');
  expect([text.includes('Accepted as downtime: announced for Sunday'), text.includes('Before this')]).toEqual(
    [true, false],
  );
});

test('the text of nothing is one sentence', () => {
  expect(reviewText(nothing, 'e')).toBe('e: from main to the working tree\nNothing changes.');
});

test('a long value is cut, and many fields are counted', () => {
  const text = reviewText(
    reviewed({ A: 1, B: 1, C: 1, D: 1, E: 1 }, { A: 'x'.repeat(500), B: 2, C: 2, D: 2, E: 2 }),
    'e',
  );
  expect([text.includes('; 2 more fields'), text.includes('x'.repeat(91))]).toEqual([true, false]);
});

test('JSON has verdict, changes and cost', () => {
  expect(reviewJson(classChange())).toMatchObject({
    verdict: 'downtime',
    blocked: true,
    changes: [
      {
        where: 'e-database/Instance',
        what: 'DBInstanceClass: a → b',
        risk: 'downtime',
        why: 'Customers wait for 10 minutes.',
      },
    ],
    cost: { floor: 0, typical: 0, ceiling: 0 },
  });
});

test('a field that is not there is null in JSON', () => {
  const { changes } = reviewJson(reviewed({}, { MultiAZ: true })) as { changes: { fields: object[] }[] };
  expect(changes[0]?.fields).toEqual([{ path: ['Properties', 'MultiAZ'], before: null, after: true }]);
});

test('Markdown begins with the mark and the verdict', () => {
  expect(reviewMarkdown(classChange(), 'e').split('\n').slice(0, 2)).toEqual([
    commentMark('e'),
    '## e: downtime',
  ]);
});

test('Markdown folds the details', () => {
  expect(reviewMarkdown(classChange(), 'e')).toContain(
    '<details><summary>Every change, field by field</summary>',
  );
});

test('Markdown of nothing says so', () => {
  expect(reviewMarkdown(nothing, 'e')).toContain('## e: nothing changes');
});

test('values make no table, link, mention or HTML in Markdown', () => {
  const value = 'a | b\n[x](http://x.io) @team #7 <img> `';
  const table = reviewMarkdown(reviewed({ A: 1 }, { A: value }), 'e')
    .split('\n')
    .find((line) => line.startsWith('| **downtime**'));
  const apart = '\u200b';
  expect(table).toContain(
    String.raw`a \| b \[x\](http:${apart}//x.io) @${apart}team \#${apart}7 \<img\> ` + '\\`',
  );
});

test('Markdown fits into a comment of GitHub', () => {
  const many = Array.from({ length: 400 }, (_, at) =>
    object('ConfigMap', `c-${at}`, { data: { a: 'x'.repeat(300) } }),
  );
  const markdown = reviewMarkdown(
    review(sideOfObjects('main'), sideOfObjects('tree', ...many), { assess: () => [danger] }),
    'e',
  );
  expect([markdown.length < 65_536, markdown.includes('The rest does not fit')]).toEqual([true, true]);
});
