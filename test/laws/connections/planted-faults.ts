import { objectIn, type PlantedFault } from '../planted-fault';

export const connectionFaults: readonly PlantedFault[] = [
  {
    law: 'databaseClientsAreCounted',
    fault: 'a workload that goes to the database by itself',
    plant: (tree) =>
      objectIn(tree, 'NetworkPolicy', 'worker').spec.egress.push({
        to: [{ ipBlock: { cidr: tree.environment.network.zones[0].dataCidr } }],
        ports: [{ protocol: 'TCP', port: 5432 }],
      }),
    seenAs: 'NetworkPolicy app/worker: its pods reach the database',
  },
  {
    law: 'connectionsFitTheDatabase',
    fault: 'poolers with larger pools than the config says',
    plant: (tree) => {
      const { data } = objectIn(tree, 'ConfigMap', 'pooler');
      data['pgbouncer.ini'] = data['pgbouncer.ini'].replace(
        'default_pool_size = 25',
        'default_pool_size = 200',
      );
    },
    seenAs: /m7g\.xlarge takes 1611 connections: pooler 5 x 412 \+ lifecycle 5 x 4 \+/,
  },
  {
    law: 'connectionsFitTheDatabase',
    fault: 'more poolers than the config says',
    plant: (tree) => (objectIn(tree, 'Deployment', 'pooler').spec.replicas = 20),
    seenAs: 'pooler 45 x 62',
  },
  {
    law: 'connectionsFitTheDatabase',
    fault: 'more users that may come through the pooler',
    plant: (tree) => {
      const { data } = objectIn(tree, 'ConfigMap', 'pooler');
      const users = Array.from({ length: 20 }, (_, index) => `user_${index}`).join(',');
      data['clients.conf'] = data['clients.conf'].replace('app_a,app_b', users);
    },
    seenAs: 'pooler 5 x 602',
  },
];
