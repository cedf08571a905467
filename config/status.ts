/** What a customer is told about, in the words of a status page, and the alerts that say how it is. */
export interface StatusComponent {
  readonly name: string;
  /** What does not work when it is down. */
  readonly title: string;
  /** A critical one that fires means down, a warning degraded. */
  readonly alerts: readonly string[];
}

const stores = ['DatabaseUnreachable', 'CacheUnreachable'];

/** Parts of the product that can be away by themselves. Alerts that no customer feels yet are in none. */
export const statusComponents: readonly StatusComponent[] = [
  { name: 'site', title: 'The site answers', alerts: ['SiteUnreachable'] },
  {
    name: 'api',
    title: 'Requests of the application and of its API',
    alerts: [
      'ApiErrorBudgetBurnsFast',
      'ApiErrorBudgetBurns',
      'ApiErrorsVeryHigh',
      'ApiErrorsHigh',
      'ApiVerySlow',
      'ApiSlow',
      'PoolerDown',
      'PoolerClientsWaiting',
      ...stores,
    ],
  },
  { name: 'live', title: 'Progress that shows by itself', alerts: ['SocketErrorsHigh', ...stores] },
  {
    name: 'tasks',
    title: 'Agents carry out tasks',
    alerts: [
      'TasksBacklogHigh',
      'TasksWaitLong',
      'TasksFailing',
      'WorkflowsFailing',
      'TemporalErrorsHigh',
      'WorkflowTasksWaitLong',
      ...stores,
    ],
  },
];

/** States by the value of the series: what a status page shows. */
export const statusStates = ['up', 'degraded', 'down'] as const;

/** The series of each component's state, by its label `status_component`. */
export const statusSeries = 'status:component:state';

/** Where anybody may ask, on the application's host; a product that has a page there cannot be reached at it. */
export const statusPath = '/status.json';

/** Where Prometheus answers it. */
export const statusConsole = 'status.json';
