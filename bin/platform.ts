import { environmentFromContext } from '../config/context';
import { platformApp } from '../lib/app';
import { platform } from '../lib/platform';
import { cdkContext } from './cdk-context';
import { reportInputErrors } from './report-input-errors';

void reportInputErrors(() => {
  const environment = environmentFromContext(cdkContext());
  const app = platformApp();
  platform(app, environment);
  app.synth();
});
