import { Yaml } from 'cdk8s';
import type { Construct } from 'constructs';
import { namespaces } from '../../config/contract';
import { monitoringHosts, monitoringPorts } from '../../config/monitoring';
import type { ReadOnlyVolume } from '../workload/container';
import { createServiceCertificate } from '../workload/service-certificate';

const certificateName = 'alertmanager-cluster';
const folder = '/etc/alertmanager-cluster';

export const clusterVolume: ReadOnlyVolume = {
  folder,
  volume: { name: 'cluster-certificate', secret: { secretName: certificateName } },
};

/** By which the pods know one another, whatever their addresses are. */
export function createClusterCertificate(scope: Construct): void {
  createServiceCertificate(scope, {
    namespace: namespaces.monitoring,
    name: certificateName,
    dnsNames: [certificateName],
  });
}

/**
 * The pods share silences and what they have told already. By mutual TLS, which also puts it all on TCP: without it,
 * what is new goes by UDP. https://github.com/prometheus/alertmanager/blob/main/doc/design/secure-cluster-traffic.md
 */
export const clusterSettings = (): string =>
  Yaml.stringify({
    tls_server_config: {
      cert_file: `${folder}/tls.crt`,
      key_file: `${folder}/tls.key`,
      client_ca_file: `${folder}/ca.crt`,
      client_auth_type: 'RequireAndVerifyClientCert',
    },
    tls_client_config: {
      ca_file: `${folder}/ca.crt`,
      cert_file: `${folder}/tls.crt`,
      key_file: `${folder}/tls.key`,
      server_name: certificateName,
    },
  });

/** Arguments of one of several pods; one pod alone has no cluster. */
export const clusterArguments = (replicas: number, settingsFile: string): string[] =>
  replicas === 1
    ? ['--cluster.listen-address=']
    : [
        `--cluster.listen-address=0.0.0.0:${monitoringPorts.alertmanagerCluster}`,
        `--cluster.tls-config=${settingsFile}`,
        ...Array.from(
          { length: replicas },
          (_, index) =>
            `--cluster.peer=alertmanager-${index}.${monitoringHosts.alertmanager}:${monitoringPorts.alertmanagerCluster}`,
        ),
      ];
