/** How an alert's test is played at its real pace. Minutes are those of the test. */
export interface PageTrial {
  readonly alert: string;
  /** Which of the alert's tests. Default: 0. */
  readonly test?: number;
  /** Of the first sample that the fault is in. */
  readonly faultAt: number;
  /** How long the fault lasts until the windows that the alert looks at show it, in whole samples. Default: 0. */
  readonly shownAfter?: number;
  /**
   * Before the fault counters grow as they do at this minute. Default: as in the test, where figures that one alert
   * just tolerates may be another's fault.
   */
  readonly healthyAt?: number;
  /** Values are points of time. Default: false. */
  readonly areTimes?: boolean;
}

/** Part of a window that a fault must fill, when a share rises past what is tolerated. */
const partOf = (window: number, healthy: number, tolerated: number, faulty: number, every = 1): number =>
  Math.ceil((window * (tolerated - healthy)) / (faulty - healthy) / every) * every;

/** One for each test of an alert that pages. A test holds that none is missing. */
export const pageTrials: readonly PageTrial[] = [
  { alert: 'ApiErrorsVeryHigh', faultAt: 121, healthyAt: 45, shownAfter: partOf(5, 0, 5, 6) },
  { alert: 'ApiErrorBudgetBurnsFast', faultAt: 211, healthyAt: 105, shownAfter: partOf(60, 0, 1.44, 1.5) },
  { alert: 'ApiErrorBudgetBurns', faultAt: 1130, healthyAt: 600, shownAfter: partOf(360, 0, 0.6, 0.7, 5) },
  { alert: 'ApiVerySlow', faultAt: 61, shownAfter: partOf(5, 4, 5, 5.6) },
  // The last task ended within the quarter of an hour that is looked at.
  { alert: 'TasksWaitLong', faultAt: 71, shownAfter: 15 },
  { alert: 'SiteUnreachable', faultAt: 20 },
  { alert: 'SocketErrorsHigh', faultAt: 31, shownAfter: partOf(5, 4, 5, 6) },
  { alert: 'CertificateAboutToExpire', faultAt: 144, areTimes: true },
  // The third restart comes a minute after the first.
  { alert: 'PodsCrashing', faultAt: 61, shownAfter: 1 },
  { alert: 'WorkloadUnavailable', faultAt: 30 },
  { alert: 'NodeLost', faultAt: 10 },
  { alert: 'VolumeNearlyFull', faultAt: 20 },
  { alert: 'PoolerClientsWaitLong', faultAt: 20 },
  { alert: 'PoolerDown', faultAt: 20 },
  { alert: 'DatabaseUnreachable', faultAt: 20 },
  { alert: 'DatabaseUnreachable', test: 1, faultAt: 20 },
  { alert: 'CacheUnreachable', faultAt: 20 },
  { alert: 'CacheUnreachable', test: 1, faultAt: 20 },
  { alert: 'TemporalErrorsHigh', faultAt: 61, shownAfter: partOf(5, 4, 5, 6) },
  { alert: 'RulesFailing', faultAt: 21 },
  { alert: 'AlertsDropped', faultAt: 21 },
  { alert: 'AlertsDropped', test: 1, faultAt: 20 },
  // Failures of ten minutes go from 1.5 to 2.5.
  { alert: 'AlertsNotDelivered', faultAt: 31, shownAfter: partOf(10, 1.5, 2, 2.5) },
];
