import { applicationComponents } from '../contract';
import { memoryFaults } from './memory-faults';
import { rule } from './rule';

/** EC2 takes a spot node back two minutes after it said so. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html */
const spotNoticeSeconds = 120;

export const replicasAreInOrder = applicationComponents.map((name) =>
  rule([`application.components.${name}.replicas`], ([{ min, max }]) =>
    min > max
      ? [
          {
            field: `application.components.${name}.replicas.min`,
            got: `${min}`,
            allowed: `at most replicas.max, which is ${max}`,
          },
        ]
      : [],
  ),
);

export const componentMemoryIsInOrder = applicationComponents.map((name) =>
  rule(
    [`application.components.${name}.memoryRequestMib`, `application.components.${name}.memoryLimitMib`],
    ([requestMib, limitMib]) => memoryFaults(`application.components.${name}`, requestMib, limitMib),
  ),
);

export const migrationMemoryIsInOrder = rule(
  ['application.migration.memoryRequestMib', 'application.migration.memoryLimitMib'],
  ([requestMib, limitMib]) => memoryFaults('application.migration', requestMib, limitMib),
);

/** What stops later than a spot node is killed in the middle of a request or a task. */
export const spotPodsStopInTime = applicationComponents.map((name) =>
  rule(
    [
      `application.components.${name}.pool`,
      'cluster.pools.general.capacity',
      'cluster.pools.workers.capacity',
      'application.drainSeconds',
      'application.shutdownSeconds',
    ],
    ([pool, general, workers, drainSeconds, shutdownSeconds]) =>
      (pool === 'general' ? general : workers) === 'spot' &&
      drainSeconds + shutdownSeconds > spotNoticeSeconds
        ? [
            {
              field: 'application.shutdownSeconds',
              got: `${shutdownSeconds}, with drainSeconds ${drainSeconds}`,
              allowed: `${spotNoticeSeconds} seconds together, because ${name} runs on spot nodes of cluster.pools.${pool}`,
            },
          ]
        : [],
  ),
);
