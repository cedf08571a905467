import { CfnWaitConditionHandle, Stack } from 'aws-cdk-lib';
import { platformApp } from '../../lib/app';

/** What a synthesis takes that has the start-up and the checks of ours, and one resource that does nothing. */
const app = platformApp();
new CfnWaitConditionHandle(new Stack(app, 'empty'), 'Nothing');
app.synth();
