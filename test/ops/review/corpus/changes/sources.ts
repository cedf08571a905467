import type { LabelledChange } from '../labelled-change';

/** Changes of source text, synthesized from a copy of the repository. */
export const sourceChanges: readonly LabelledChange[] = [
  {
    name: 'source: a comment',
    environment: 'production',
    edit: {
      sources: [
        {
          file: 'lib/database/database-instance.ts',
          from: '// Another major in the config is the request for the upgrade',
          to: '// DELETE the database, replace its storage: only a comment. Another major is the request for the upgrade',
        },
      ],
    },
    expected: 'safe',
    frightening: true,
    why: 'A comment is in no template.',
  },
  {
    name: 'source: properties in another order',
    environment: 'production',
    edit: {
      sources: [
        {
          file: 'lib/cache/replication-group.ts',
          from: "      engine: 'valkey',\n      engineVersion: environment.cache.engineVersion,\n",
          to: "      engineVersion: environment.cache.engineVersion,\n      engine: 'valkey',\n",
        },
      ],
    },
    expected: 'safe',
    frightening: true,
    why: 'The order of properties means nothing.',
  },
  {
    name: 'source: automated backups deleted with the instance',
    environment: 'production',
    edit: {
      sources: [
        {
          file: 'lib/database/database-instance.ts',
          from: 'deleteAutomatedBackups: false',
          to: 'deleteAutomatedBackups: true',
        },
      ],
    },
    expected: 'data-loss',
    at: 'production-database/Instance',
    why: 'A protection removed: until now the backups outlived the instance.',
  },
  {
    name: 'source: queues that evict',
    environment: 'production',
    edit: {
      sources: [
        {
          file: 'lib/cache/replication-group.ts',
          from: "refuseWrites: 'noeviction'",
          to: "refuseWrites: 'allkeys-lru'",
        },
      ],
    },
    expected: 'data-loss',
    at: 'production-cache/Queues/ReplicationGroup/ParameterGroup',
    why: 'A full node drops tasks; BullMQ needs noeviction. https://docs.bullmq.io/guide/going-to-production',
  },
  {
    name: 'source: another id of the database’s construct',
    environment: 'production',
    edit: {
      sources: [
        {
          file: 'lib/database/database-stack.ts',
          from: "new DatabaseInstance(this, 'Instance'",
          to: "new DatabaseInstance(this, 'Primary'",
        },
      ],
    },
    expected: 'data-loss',
    at: 'production-database/Primary',
    why: 'The logical id derives from it: a new, empty instance, and the old one leaves the stack.',
  },
  {
    name: 'source: root file systems that pods may write',
    environment: 'production',
    edit: {
      sources: [
        {
          file: 'charts/workload/container.ts',
          from: 'readOnlyRootFilesystem: true',
          to: 'readOnlyRootFilesystem: false',
        },
      ],
    },
    expected: 'exposure',
    at: 'kubernetes/app/Deployment/worker',
    why: 'Weaker pod security.',
  },
  {
    name: 'source: volumes deleted with their claims',
    environment: 'production',
    edit: {
      sources: [
        {
          file: 'charts/foundation/storage-class.ts',
          from: "reclaimPolicy: 'Retain'",
          to: "reclaimPolicy: 'Delete'",
        },
      ],
    },
    expected: 'data-loss',
    at: 'kubernetes/StorageClass/gp3-encrypted',
    why: 'A protection removed, and immutable besides. https://kubernetes.io/docs/concepts/storage/persistent-volumes/#reclaiming',
  },
  {
    name: 'source: a flow from the internet to the API',
    environment: 'production',
    edit: {
      sources: [
        {
          file: 'config/flows.ts',
          from: 'export const flows: readonly Flow[] = [',
          to: "export const flows: readonly Flow[] = [\n  { from: 'internet', to: 'api', port: 'application', why: 'a try' },",
        },
      ],
    },
    expected: 'exposure',
    at: 'kubernetes/app/NetworkPolicy/api',
    why: 'A wider policy: every public address.',
  },
  {
    name: 'source: new code of the application',
    environment: 'production',
    edit: { sources: [{ file: 'app/src/main.ts', from: "'unknown argument'", to: "'an unknown argument'" }] },
    expected: 'restart',
    at: 'kubernetes/app/Deployment/api',
    why: 'Another image: pods roll.',
  },
  {
    name: 'source: new code of a function',
    environment: 'production',
    edit: {
      sources: [
        { file: 'lib/recovery/backup-age/age.ts', from: "Status !== 'retained'", to: "Status === 'active'" },
      ],
    },
    expected: 'safe',
    frightening: true,
    why: 'The asset has another key, which is noise; no request of a customer runs through the function.',
  },
  {
    name: 'source: weekly backup on another day',
    environment: 'production',
    edit: {
      sources: [{ file: 'lib/recovery/weekly-backup.ts', from: "weekDay: 'SUN'", to: "weekDay: 'SAT'" }],
    },
    expected: 'safe',
    frightening: true,
    why: 'As many backups, kept as long.',
  },
];
