import type { Change, Side } from '../change';
import { awsChanges } from './aws-changes';
import { kubernetesChanges } from './kubernetes-changes';

/** Everything that differs between two sides, without noise. */
export const changesBetween = (before: Side, after: Side): Change[] => [
  ...awsChanges(before, after),
  ...kubernetesChanges(before, after),
];
