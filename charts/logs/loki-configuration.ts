import { Yaml } from 'cdk8s';
import { acceptedAgeDays, logLabels, logMetadata } from '../../config/logs';
import { monitoringPorts } from '../../config/monitoring';

/** What Loki's configuration depends on. */
export interface LokiSettings {
  /** Where its write-ahead log, its index in use and its compactor's work lie. */
  readonly folder: string;
  /** null: chunks and index lie in the folder. */
  readonly bucket: string | null;
  readonly region: string;
  /** Days after which the compactor erases lines. */
  readonly retentionDays: number;
  /** Days that one query may span, wherever it begins: what is older is read a window at a time. */
  readonly lookBackDays: number;
}

/** The pod's own address would pass its network policy. */
const loopback = '127.0.0.1';

const hours = (days: number): string => `${days * 24}h`;

/** Between the parts of the one process; no other pod may reach it. */
const internalPort = 9095;

/** Loki's configuration file. https://grafana.com/docs/loki/latest/configure/ */
export const lokiConfiguration = (settings: LokiSettings): string =>
  Yaml.stringify(lokiConfigurationFields(settings));

/** The same as an object. */
export function lokiConfigurationFields(settings: LokiSettings): object {
  const { folder, bucket, region, retentionDays, lookBackDays } = settings;
  const store = bucket === null ? 'filesystem' : 's3';
  return {
    // One tenant of its own, `fake`, under whose name the bucket's life cycle finds its chunks.
    auth_enabled: false,
    server: {
      http_listen_port: monitoringPorts.loki,
      grpc_listen_address: loopback,
      grpc_listen_port: internalPort,
      log_level: 'warn',
      log_format: 'json',
    },
    common: {
      path_prefix: folder,
      replication_factor: 1,
      // Where the parts of the one process find one another.
      instance_addr: loopback,
      ring: { instance_addr: loopback, kvstore: { store: 'inmemory' } },
      storage:
        bucket === null
          ? { filesystem: { chunks_directory: `${folder}/chunks`, rules_directory: `${folder}/rules` } }
          : { s3: { bucketnames: bucket, region } },
    },
    frontend: { address: loopback },
    schema_config: {
      configs: [
        {
          from: '2026-01-01',
          store: 'tsdb',
          object_store: store,
          schema: 'v13',
          index: { prefix: 'index_', period: '24h' },
        },
      ],
    },
    ingester: {
      // Few and large objects: S3 bills each, and keeps those under 128 KB in its dearest class.
      chunk_idle_period: '2h',
      max_chunk_age: '2h',
      chunk_encoding: 'snappy',
      wal: { enabled: true, replay_memory_ceiling: '256MB' },
    },
    compactor: {
      retention_enabled: true,
      delete_request_store: store,
      // For who asked for the erasure of the wrong tenant.
      delete_request_cancel_period: '24h',
      // A tenant's erasure asks for the whole retention, and each part of it is carried out by itself.
      delete_max_interval: '744h',
    },
    limits_config: {
      retention_period: hours(retentionDays),
      deletion_mode: 'filter-and-delete',
      max_query_length: `${lookBackDays * 24 + 1}h`,
      reject_old_samples: true,
      reject_old_samples_max_age: hours(acceptedAgeDays),
      allow_structured_metadata: true,
      max_structured_metadata_entries_count: 2 * logMetadata.length,
      max_label_names_per_series: logLabels.length,
      // Both would be added to every stream or line; the agent has set what they guess.
      discover_service_name: [],
      discover_log_levels: false,
      ingestion_rate_mb: 4,
      ingestion_burst_size_mb: 16,
      per_stream_rate_limit: '2MB',
      per_stream_rate_limit_burst: '8MB',
      max_global_streams_per_user: 5000,
      max_line_size: '64KB',
      max_line_size_truncate: true,
      volume_enabled: true,
    },
    // No rules of Loki's own; without this it would look for some in the bucket every minute.
    ruler: { storage: { type: 'local', local: { directory: `${folder}/rules` } } },
    analytics: { reporting_enabled: false },
  };
}
