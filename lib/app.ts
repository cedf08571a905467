import { App, type AppProps, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { context } from '../cdk.json';

/**
 * The CDK app with the feature flags of cdk.json, also when no CDK CLI starts it, and with cdk-nag's AwsSolutions
 * rules beside CDK's own template validation. A finding that nobody acknowledged fails the synthesis.
 */
export function platformApp(props: Pick<AppProps, 'outdir'> = {}): App {
  const app = new App({ ...props, context });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}
