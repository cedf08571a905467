import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { acmeIssuerNames, routesNamespace } from '../../config/contract';
import type { Environment } from '../../config/schema';

/** Secret with the certificate of the application's host. */
export const certificateName = 'app-certificate';

/**
 * A certificate that cert-manager gets and renews when two thirds of its life are over, with a new key each time.
 * Before the first one is there, the proxy refuses the host's handshakes.
 */
export function createCertificates(scope: Construct, { edge }: Environment): void {
  new ApiObject(scope, certificateName, {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: certificateName, namespace: routesNamespace },
    spec: {
      secretName: certificateName,
      dnsNames: [edge.appHost],
      issuerRef: {
        group: 'cert-manager.io',
        kind: 'ClusterIssuer',
        name: acmeIssuerNames[edge.certificates],
      },
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
    },
  });
}
