import { seriesName, seriesValues } from '../../../verify/pages/series-notation';
import { shownAt, targetsOf } from '../../../verify/pages/series-exporter';
import { timelineOf } from '../../../verify/pages/timeline';
import { type AlertCase, counter, gauge } from '../../alerts/alert-case';

const alertCase = (series: AlertCase['series']): AlertCase => ({
  alert: 'Some',
  series,
  silentAt: [],
  firingAt: 0,
  recoveredAt: 0,
  labels: {},
  summary: '',
});

test('samples are read as promtool reads them', () => {
  expect(seriesValues('5')).toEqual([5]);
  expect(seriesValues('5x3 1')).toEqual([5, 5, 5, 5, 1]);
  expect(seriesValues('5+2x3')).toEqual([5, 7, 9, 11]);
  expect(seriesValues('5-2x1')).toEqual([5, 3]);
  expect(seriesValues('0.5+1.5x1')).toEqual([0.5, 2]);
  expect(() => seriesValues('_x3')).toThrow('_x3');
});

test('names and labels are read', () => {
  expect(seriesName('up{job="a",le="+Inf"}')).toEqual({ name: 'up', labels: { job: 'a', le: '+Inf' } });
});

test('a fault begins when Prometheus has looked for two minutes', () => {
  const tested = alertCase({ 'up{job="a"}': gauge([20, 1], [20, 0]) });
  const { series, historyFrom, faultAt } = timelineOf(tested, { alert: 'Some', faultAt: 20 }, 10_000);
  expect(faultAt).toBe(10_000 + 120);
  expect(historyFrom).toBe(10_000 - 18 * 60);
  const [up] = series;
  expect([faultAt - 1, faultAt].map((seconds) => up!.valueAt(seconds))).toEqual([1, 0]);
});

test('of a fault that windows show late, all but the last minutes have been', () => {
  const tested = alertCase({ 'errors{job="a"}': counter([10, 0], [100, 1]) });
  const { faultAt } = timelineOf(tested, { alert: 'Some', faultAt: 11, shownAfter: 60 }, 100_000);
  expect(faultAt).toBe(100_000 - 55 * 60);
});

test('a healthy past is as long as windows are, and goes over into the fault', () => {
  const tested = alertCase({ 'errors{job="a"}': counter([10, 2], [10, 0], [10, 5]) });
  const trial = { alert: 'Some', faultAt: 21, healthyAt: 15 };
  const { series, historyFrom, faultAt } = timelineOf(tested, trial, 100_000);
  expect(faultAt - historyFrom).toBe(7 * 3600);
  const minutes = [-400, -1, 0, 1].map((minute) => series[0]!.valueAt(faultAt + minute * 60));
  expect(minutes).toEqual([0, 0, 5, 10]);
});

test('points of time are those of the present', () => {
  const tested = alertCase({ 'expiry{job="a"}': gauge([20, 600]) });
  const trial = { alert: 'Some', faultAt: 5, areTimes: true };
  const { series, faultAt } = timelineOf(tested, trial, 10_000);
  expect(series[0]!.valueAt(10_000)).toBe(faultAt + 300);
});

test('a target shows its series without the labels of the scrape, and nothing when it is not up', () => {
  const tested = alertCase({
    'up{job="a"}': gauge([20, 1], [20, 0]),
    'figure{job="a",pod="p"}': gauge([40, 7]),
    'figure{job="b"}': gauge([40, 8]),
  });
  const timeline = timelineOf(tested, { alert: 'Some', faultAt: 20 }, 10_000);
  const targets = targetsOf(timeline);
  expect(targets.map(({ job }) => job)).toEqual(['a', 'b']);
  expect(shownAt(targets[0]!, timeline.faultAt - 1)).toBe('figure{pod="p"} 7\n');
  expect(shownAt(targets[0]!, timeline.faultAt)).toBeNull();
  expect(shownAt(targets[1]!, timeline.faultAt)).toBe('figure{} 8\n');
});

test('a series that belongs to no job is a fault', () => {
  const tested = alertCase({ lonely: '1x3' });
  expect(() => targetsOf(timelineOf(tested, { alert: 'Some', faultAt: 1 }, 10_000))).toThrow('lonely');
});
