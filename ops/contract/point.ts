/** The points of the contract, in the order in which they are reported. */
export const pointTitles = {
  listens: 'listens on PORT',
  alive: 'says that it is alive',
  ready: 'says that it is ready',
  metrics: 'shows metrics for Prometheus',
  user: 'runs as user 1001, without privileges',
  'read-only': 'writes to the configured folders only',
  memory: 'fits its memory limit',
  temporal: 'starts while Temporal is away',
  database: 'connects as DATABASE_URL says',
  'database-rights': 'needs no right that its login does not have',
  'transaction-pooling': 'leaves nothing behind in a pooled connection',
  load: 'answers under load',
  connections: 'keeps its database connections within its share',
  'ready-without-database': 'is not ready while the database is away',
  'alive-without-database': 'stays alive while the database is away',
  'recovers-database': 'is ready again when the database is back',
  redis: 'connects to REDIS_URL with TLS and password',
  'redis-keys': 'names its Redis keys by tenant or queue',
  'redis-restart': 'survives a restart of Redis',
  sockets: 'reaches sockets of both replicas',
  'in-flight': 'ends requests in flight at SIGTERM',
  stops: 'stops by itself after SIGTERM',
  secrets: 'keeps secrets out of its log',
} as const;
export type PointId = keyof typeof pointTitles;
export const pointIds = Object.keys(pointTitles) as PointId[];

/**
 * `bridged`: the image falls short, and the environment's config already makes up for it. `unchecked`: nobody knows.
 * `notApplicable`: the image has no such part.
 */
export type Verdict = 'holds' | 'bridged' | 'fails' | 'unchecked' | 'notApplicable';

export interface Point {
  readonly id: PointId;
  readonly verdict: Verdict;
  /** What was seen, with figures. */
  readonly evidence: string;
  /** What to change in the image, or the config setting that bridges it; null where there is nothing to do. */
  readonly remedy: string | null;
}

export const holds = (id: PointId, evidence: string): Point => ({
  id,
  verdict: 'holds',
  evidence,
  remedy: null,
});
export const fails = (id: PointId, evidence: string, remedy: string): Point => ({
  id,
  verdict: 'fails',
  evidence,
  remedy,
});
export const bridged = (id: PointId, evidence: string, remedy: string): Point => ({
  id,
  verdict: 'bridged',
  evidence,
  remedy,
});
export const unchecked = (id: PointId, evidence: string): Point => ({
  id,
  verdict: 'unchecked',
  evidence,
  remedy: null,
});
export const notApplicable = (id: PointId, evidence: string): Point => ({
  id,
  verdict: 'notApplicable',
  evidence,
  remedy: null,
});
