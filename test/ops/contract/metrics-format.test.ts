import { Counter, Histogram, Registry } from 'prom-client';
import { hasSeries, isMetricsType, malformedLine } from '../../../ops/contract/probes/metrics-format';

test('what prom-client writes is well formed', async () => {
  const registry = new Registry();
  const registers = [registry];
  new Counter({ name: 'a_total', help: 'A "quoted" help.', labelNames: ['path'], registers }).inc({
    path: 'C:\\x "y"\nz',
  });
  new Histogram({ name: 'b_seconds', help: 'B.', registers }).observe(0.1);
  expect(malformedLine(await registry.metrics())).toBeNull();
});

test.each([
  ['{"http_requests_total": 12}', 'line 1: {"http_requests_total": 12}'],
  ['a_total 1\nb_total one', 'line 2: b_total one'],
  ['a_total{path=/x} 1', 'line 1: a_total{path=/x} 1'],
  ['# TYPE a_total number', 'line 1: # TYPE a_total number'],
  ['1a 2', 'line 1: 1a 2'],
])('%j is malformed', (text, line) => {
  expect(malformedLine(text)).toBe(line);
});

test.each(['a 1', 'a{} 1', 'a{b="c",} +Inf', 'a NaN 1395066363000', 'a 1e-3', '# a comment', ''])(
  '%j is well formed',
  (text) => expect(malformedLine(text)).toBeNull(),
);

test.each([
  ['text/plain; version=0.0.4; charset=utf-8', true],
  ['application/openmetrics-text; version=1.0.0', true],
  ['text/html', false],
  ['application/json', false],
  ['', false],
])('the content type %j: %s', (type, known) => {
  expect(isMetricsType(type)).toBe(known);
});

test('a series is found with and without labels', () => {
  expect(['a{b="c"} 1', 'a 1'].map((text) => hasSeries(text, 'a'))).toEqual([true, true]);
});

test('a longer name is another series', () => {
  expect(hasSeries('a_total 1\n# TYPE a counter', 'a')).toBe(false);
});
