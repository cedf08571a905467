import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';

const dayHours = 24;

export interface ServiceCertificateProps {
  readonly namespace: string;
  /** Of the Certificate and of the Secret with `tls.crt`, `tls.key` and `ca.crt`. */
  readonly name: string;
  readonly dnsNames: readonly string[];
}

/**
 * A certificate by which pods of one namespace know one another, from an authority that is the namespace's own and signs
 * nothing else. cert-manager renews both; the authority keeps its key, so that certificates from before and after trust
 * each other. https://cert-manager.io/docs/configuration/selfsigned/
 */
export function createServiceCertificate(scope: Construct, props: ServiceCertificateProps): void {
  const { namespace, name, dnsNames } = props;
  const authority = `${name}-authority`;
  const root = `${authority}-root`;
  const object = (kind: string, objectName: string, spec: object): void => {
    new ApiObject(scope, `${kind}-${objectName}`, {
      apiVersion: 'cert-manager.io/v1',
      kind,
      metadata: { name: objectName, namespace },
      spec,
    });
  };
  object('Issuer', root, { selfSigned: {} });
  object('Certificate', authority, {
    isCA: true,
    commonName: authority,
    secretName: authority,
    duration: `${3650 * dayHours}h`,
    renewBefore: `${365 * dayHours}h`,
    privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Never' },
    issuerRef: { kind: 'Issuer', name: root },
  });
  object('Issuer', authority, { ca: { secretName: authority } });
  object('Certificate', name, {
    dnsNames,
    secretName: name,
    duration: `${90 * dayHours}h`,
    renewBefore: `${30 * dayHours}h`,
    privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
    usages: ['digital signature', 'server auth', 'client auth'],
    issuerRef: { kind: 'Issuer', name: authority },
  });
}
