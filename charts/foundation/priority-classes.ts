import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { priorityClasses } from '../../config/contract';

/** A class never changes its value: Kubernetes refuses it. A new value needs a new name. */
export function createPriorityClasses(scope: Construct): void {
  new k8s.KubePriorityClass(scope, 'priority-application', {
    metadata: { name: priorityClasses.application },
    value: 1000,
    description: 'The application. Takes the room of what customers do not see.',
  });
  new k8s.KubePriorityClass(scope, 'priority-standard', {
    metadata: { name: priorityClasses.standard },
    value: 0,
    globalDefault: true,
    description: 'All pods that name no class.',
  });
  new k8s.KubePriorityClass(scope, 'priority-headroom', {
    metadata: { name: priorityClasses.headroom },
    value: -10,
    preemptionPolicy: 'Never',
    description: 'Pause pods that hold room. They give way to any other pod and take room from none.',
  });
}
