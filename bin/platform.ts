import { environmentFromContext } from '../config/load';
import { platformApp } from '../lib/app';
import { platform } from '../lib/platform';
import { reportInputErrors } from './report-input-errors';

reportInputErrors(() => {
  const app = platformApp();
  platform(
    app,
    environmentFromContext((key) => app.node.tryGetContext(key)),
  );
  app.synth();
});
