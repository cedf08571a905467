import type { AcknowledgedWildcard } from './wildcards';

export const acknowledgedWildcards: readonly AcknowledgedWildcard[] = [
  {
    stack: 'cluster',
    idPrefix: 'ControlPlaneClusterNodeTags',
    actions: ['ec2:CreateFleet', 'ec2:CreateLaunchTemplate', 'ec2:RunInstances'],
    reason:
      'Nodes have no names before they are bought; the condition lets in requests tagged as of this cluster alone.',
  },
];
