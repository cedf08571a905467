import { alarmsOfTemplate } from '../../../verify/pages/cloudwatch-alarms';

const alarm = (Properties: object) =>
  alarmsOfTemplate({
    Resources: {
      alarm: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: { AlarmName: 'a', EvaluationPeriods: 3, ...Properties },
      },
      other: { Type: 'AWS::SNS::Topic', Properties: { AlarmName: 'b', EvaluationPeriods: 1 } },
    },
  });

test('an alarm waits for its bad periods', () => {
  expect(alarm({ Period: 300 })).toEqual([{ name: 'a', periodSeconds: 300, periods: 3 }]);
  expect(alarm({ Period: 60, DatapointsToAlarm: 2 })).toEqual([{ name: 'a', periodSeconds: 60, periods: 2 }]);
});

test('of several metrics the slowest counts', () => {
  const Metrics = [{ MetricStat: { Period: 60 } }, { MetricStat: { Period: 600 } }, {}];
  expect(alarm({ Metrics })).toEqual([{ name: 'a', periodSeconds: 600, periods: 3 }]);
});

test('an alarm without a period is a fault', () => {
  expect(() => alarm({})).toThrow('the alarm a has no period');
});
