import { Duration } from 'aws-cdk-lib';
import { CfnRotationSchedule } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { RunbookAlarm } from '../observability/runbook-alarm';
import type { LoginSecrets } from './login-secrets';
import { RotationFunction, type RotationFunctionProps } from './rotation-function';

export interface LoginRotationProps extends Omit<RotationFunctionProps, 'secrets'> {
  readonly logins: LoginSecrets;
  readonly alarmTopic: ITopic;
}

/**
 * Rotates each login every `credentialRotationDays`, for the first time when its schedule is made. Secrets that are
 * copies of another region's cannot rotate until they are promoted; the function waits for that, without a schedule.
 * A change of the interval rotates at once: make it when the last rotation is longer ago than a node lives.
 */
export class LoginRotation extends Construct {
  constructor(scope: Construct, id: string, props: LoginRotationProps) {
    super(scope, id);
    const { environment, logins, alarmTopic } = props;
    const rotation = new RotationFunction(this, 'Function', {
      ...props,
      secrets: Object.values(logins.byLogin),
    });
    if (environment.state.kind === 'own') {
      for (const [login, secret] of Object.entries(logins.byLogin)) {
        const schedule = new CfnRotationSchedule(this, `${login}-schedule`, {
          secretId: secret.secretArn,
          rotationLambdaArn: rotation.function.functionArn,
          rotationRules: { automaticallyAfterDays: environment.database.credentialRotationDays },
          rotateImmediatelyOnUpdate: true,
        });
        schedule.node.addDependency(rotation.access);
      }
    }
    new RunbookAlarm(this, 'database-rotation-failed', {
      environmentName: environment.name,
      consequence: 'A database login was not rotated; clients go on with the credentials they have.',
      metric: rotation.function.metricErrors({ statistic: 'Sum', period: Duration.hours(1) }),
      threshold: 0,
      badWhen: 'above',
      periods: 1,
      // The function runs for minutes in a month; between two rotations silence is right.
      missingData: 'good',
      topic: alarmTopic,
    });
  }
}
