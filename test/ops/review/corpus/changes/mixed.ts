import { property } from '../app-edits';
import { editing, editingContainer } from '../chart-edits';
import { setting, together } from '../config-edits';
import type { LabelledChange } from '../labelled-change';

const moreLogged = setting('application.variables', { LOG_LEVEL: 'debug' });

/** Several changes at once: the worst wins. */
export const mixedChanges: readonly LabelledChange[] = [
  {
    name: 'a larger database class, fewer API pods and more logs',
    environment: 'production',
    edit: {
      config: together(
        setting('database.instanceClass', 'm7g.2xlarge'),
        setting('application.components.api.replicas', { min: 3, max: 8 }),
        moreLogged,
      ),
    },
    expected: 'downtime',
    at: 'production-database/Instance',
    why: 'Downtime of the class is worse than less room and a restart.',
  },
  {
    name: 'longer point-in-time recovery, shorter exports',
    environment: 'production',
    edit: {
      config: together(setting('database.pointInTimeDays', 14), setting('recovery.exportRetentionDays', 7)),
    },
    expected: 'data-loss',
    at: 'production-recovery/Exports/Bucket',
    why: 'What one change keeps longer does not bring back what the other deletes.',
  },
  {
    name: 'fewer API pods and more logs',
    environment: 'production',
    edit: {
      config: together(setting('application.components.api.replicas', { min: 3, max: 8 }), moreLogged),
    },
    expected: 'capacity',
    at: 'kubernetes/app/HorizontalPodAutoscaler/api',
    why: 'Less room is worse than a restart.',
  },
  {
    name: 'a privileged worker and fewer snapshots',
    environment: 'production',
    edit: {
      config: setting('cache.queues.snapshotRetentionDays', 1),
      charts: {
        app: editingContainer('worker', ({ securityContext }) => void (securityContext.privileged = true)),
      },
    },
    expected: 'data-loss',
    at: 'production-cache/Queues/ReplicationGroup',
    why: 'Backups cut is worse than weaker pod security.',
  },
  {
    name: 'a public database and a larger class',
    environment: 'production',
    edit: {
      config: setting('database.instanceClass', 'm7g.2xlarge'),
      stacks: property('production-database', 'Instance', 'PubliclyAccessible', true),
    },
    expected: 'exposure',
    at: 'production-database/Instance',
    why: 'Public access is worse than the downtime of the class, in one resource.',
  },
  {
    name: 'a larger volume, longer logs, a higher budget',
    environment: 'production',
    edit: {
      config: together(
        setting('database.storageGib', 300),
        setting('database.logRetentionDays', 60),
        setting('network.flowLogRetentionDays', 90),
        setting('observability.budget.monthlyUsd', 3500),
      ),
    },
    expected: 'safe',
    frightening: true,
    why: 'Each alone is safe, and they do not touch one another.',
  },
  {
    name: 'a new variable while old pods stop first',
    environment: 'production',
    edit: {
      config: moreLogged,
      charts: {
        app: editing('Deployment', 'api', ({ spec }) => void (spec.strategy = { type: 'Recreate' })),
      },
    },
    expected: 'downtime',
    at: 'kubernetes/app/Deployment/api',
    why: 'Recreate ends every old pod before the first new one starts. https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#recreate-deployment',
  },
];
