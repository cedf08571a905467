import { type Json, resourcesOfType, stackTemplate } from '../support/synthesized';

describe.each(['production', 'starter', 'recovery'])('%s', (environment) => {
  const template = stackTemplate(environment, 'workloads');
  const topic = resourcesOfType(template, 'AWS::SNS::Topic')[0]!;
  const alarm = resourcesOfType(template, 'AWS::CloudWatch::Alarm').find(({ properties }) =>
    properties.AlarmName.endsWith('-alerting-silent'),
  )!;
  const statements = resourcesOfType(template, 'AWS::IAM::Policy')
    .flatMap(({ properties }) => properties.PolicyDocument.Statement)
    .filter(({ Resource }: Json) => JSON.stringify(Resource).includes(topic.id));

  test('a quarter of an hour without a message is the fault', () => {
    expect(alarm.properties).toMatchObject({
      MetricName: 'NumberOfMessagesPublished',
      Statistic: 'Sum',
      Period: 300,
      EvaluationPeriods: 3,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });

  test('it counts the messages of the heartbeat’s own topic', () => {
    expect(alarm.properties.Dimensions).toEqual([
      { Name: 'TopicName', Value: { 'Fn::GetAtt': [topic.id, 'TopicName'] } },
    ]);
  });

  test('its page takes another way than what it watches', () => {
    expect(JSON.stringify(alarm.properties.AlarmActions)).not.toContain(topic.id);
  });

  test('it is made after Alertmanager, or the first deploy would page', () => {
    expect(JSON.stringify(alarm.resource.DependsOn)).toMatch(/Gate|ingress/i);
  });

  test('Alertmanager alone publishes, and may do no more', () => {
    expect(statements.map(({ Action }: Json) => Action)).toEqual(['sns:Publish']);
  });

  test('its messages are encrypted', () => {
    expect(topic.properties.KmsMasterKeyId).toBeDefined();
  });
});
