/** While an alert of `by` fires, those of `muted` tell nobody, if they have the same values of the labels `equal`. */
export interface Inhibition {
  readonly by: readonly string[];
  readonly muted: readonly string[];
  readonly equal: readonly string[];
}

/** What follows from a cause that has paged. */
const consequences: readonly Inhibition[] = [
  {
    by: ['NodeLost'],
    muted: ['TargetDown', 'WorkloadDegraded', 'WorkloadUnavailable', 'PoolerDown', 'AlertmanagerAlone'],
    equal: [],
  },
  {
    by: ['DatabaseUnreachable'],
    muted: [
      'ApiErrorBudgetBurns',
      'ApiErrorBudgetBurnsFast',
      'ApiErrorBudgetBurnsSlowly',
      'ApiErrorsHigh',
      'ApiErrorsVeryHigh',
      'ApiSlow',
      'ApiVerySlow',
      'PoolerClientsNearlyFull',
      'PoolerClientsWaitLong',
      'PoolerClientsWaiting',
      // Pods without a database are not ready, and then nobody answers for the site.
      'SiteUnreachable',
      'SocketErrorsHigh',
      'TasksBacklogHigh',
      'TasksFailing',
      'TasksWaitLong',
      'TemporalErrorsHigh',
      'WorkflowTasksWaitLong',
      'WorkflowsFailing',
      'WorkloadDegraded',
      'WorkloadUnavailable',
    ],
    equal: [],
  },
  {
    by: ['CacheUnreachable'],
    muted: [
      'SiteUnreachable',
      'SocketErrorsHigh',
      'TasksBacklogHigh',
      'TasksFailing',
      'TasksWaitLong',
      'WorkloadDegraded',
      'WorkloadUnavailable',
    ],
    equal: [],
  },
  {
    by: ['SiteUnreachable'],
    muted: ['CertificateExpiresSoon'],
    equal: ['instance'],
  },
];

/** The milder alert of the same thing. */
const milder: readonly Inhibition[] = [
  {
    by: ['ApiErrorsVeryHigh', 'ApiErrorBudgetBurnsFast'],
    muted: ['ApiErrorsHigh', 'ApiErrorBudgetBurnsSlowly'],
    equal: [],
  },
  { by: ['ApiVerySlow'], muted: ['ApiSlow'], equal: [] },
  { by: ['PoolerClientsWaitLong'], muted: ['PoolerClientsWaiting'], equal: [] },
  { by: ['WorkloadUnavailable'], muted: ['WorkloadDegraded'], equal: ['namespace', 'workload'] },
  { by: ['PodsCrashing'], muted: ['ContainerOutOfMemory'], equal: ['namespace', 'container'] },
  { by: ['VolumeNearlyFull'], muted: ['VolumeHigh'], equal: ['namespace', 'persistentvolumeclaim'] },
  { by: ['CertificateAboutToExpire'], muted: ['CertificateExpiresSoon'], equal: ['instance'] },
];

/** So that one fault is one page. */
export const inhibitions: readonly Inhibition[] = [...consequences, ...milder];
