import { thirdPartyImages } from '../../config/images';

/**
 * Loki, and what its own go.mod replaces or excludes as far as the proxy serves it.
 * https://github.com/grafana/loki/blob/v3.7.8/go.mod
 */
export const lokiModule = {
  module: 'github.com/grafana/loki/v3',
  version: thirdPartyImages.loki.tag,
  directives: [
    'replace github.com/Azure/azure-sdk-for-go => github.com/Azure/azure-sdk-for-go v68.0.0+incompatible',
    'replace github.com/Azure/azure-storage-blob-go => github.com/MasslessParticle/azure-storage-blob-go v0.14.1-0.20240322194317-344980fda573',
    'replace github.com/gocql/gocql => github.com/grafana/gocql v0.0.0-20200605141915-ba5dc39ece85',
    'replace github.com/hashicorp/memberlist => github.com/grafana/memberlist v0.3.1-0.20251126142931-6f9f62ab6f86',
    'replace github.com/grafana/regexp => github.com/grafana/regexp v0.0.0-20240518133315-a468a5bfb3bc',
    'replace github.com/influxdata/go-syslog/v3 => github.com/leodido/go-syslog/v4 v4.3.0',
    'replace github.com/thanos-io/objstore => github.com/grafana/objstore v0.0.0-20250728171719-b5d3b766d1b0',
    'exclude k8s.io/client-go v8.0.0+incompatible',
  ],
} as const;
