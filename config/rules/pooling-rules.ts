import { clientShare } from '../client-pods';
import { connectionArithmetic, connectionConsumers, connectionsTaken } from '../database-connections';
import { clientConnectionsMin, clientLifetimeSeconds, longestTransactionSeconds } from '../pooler';
import { memoryFaults } from './memory-faults';
import { rule } from './rule';

export const connectionsFitTheDatabase = rule(
  ['database.instanceClass', 'application.components.lifecycle', 'pooling', 'temporal'],
  ([instanceClass, lifecycle, pooling, temporal]) => {
    const taken = connectionsTaken(instanceClass);
    const { total, text } = connectionArithmetic(connectionConsumers({ pooling, lifecycle, temporal }));
    return taken === null || total <= taken
      ? []
      : [
          {
            field: 'pooling.poolSize',
            got: `${pooling.poolSize}, and so this many connections at most: ${text}`,
            allowed: `at most ${taken} connections, which is what ${instanceClass} takes`,
          },
        ];
  },
);

export const clientsFitOnePooler = rule(
  ['application.components', 'pooling.maxClients'],
  ([components, maxClients]) => {
    const { pods, perPod } = clientShare(components, maxClients);
    return perPod >= clientConnectionsMin
      ? []
      : [
          {
            field: 'pooling.maxClients',
            got: `${maxClients}, which is ${perPod} for each of ${pods} pods`,
            allowed: `at least ${pods * clientConnectionsMin}: ${clientConnectionsMin} a pod, all on one pooler when it is the last`,
          },
        ];
  },
);

export const poolerWaitsForItsClients = rule(
  ['pooling.drainSeconds', 'pooling.shutdownSeconds'],
  ([drainSeconds, shutdownSeconds]) => {
    const needed = clientLifetimeSeconds + longestTransactionSeconds;
    return drainSeconds + shutdownSeconds >= needed
      ? []
      : [
          {
            field: 'pooling.shutdownSeconds',
            got: `${shutdownSeconds}, with drainSeconds ${drainSeconds}`,
            allowed: `${needed} seconds together: clients renew their connections every ${clientLifetimeSeconds}, and a transaction may take ${longestTransactionSeconds}`,
          },
        ];
  },
);

export const poolerMemoryIsInOrder = rule(
  ['pooling.memoryRequestMib', 'pooling.memoryLimitMib'],
  ([requestMib, limitMib]) => memoryFaults('pooling', requestMib, limitMib),
);
