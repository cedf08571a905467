import type { StackProps } from 'aws-cdk-lib';
import type { Environment } from '../config/schema';

/** What each stack is given: the environment that it belongs to, and where it goes. */
export interface EnvironmentStackProps extends StackProps {
  readonly environment: Environment;
}
