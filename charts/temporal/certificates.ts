import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { namespaces } from '../../config/contract';
import type { ReadOnlyVolume } from '../workload/container';

const namespace = namespaces.temporal;
const authorityName = 'temporal-authority';
const certificateName = 'temporal-internode';

const yearHours = 365 * 24;
const dayHours = 24;

/** The name that the one certificate of all services carries, and that each expects of the others. */
export const internodeName = certificateName;

/** Where a service finds its certificate; cert-manager renews it in place. */
export const internodeFiles = {
  certificate: '/etc/temporal/internode/tls.crt',
  key: '/etc/temporal/internode/tls.key',
  authority: '/etc/temporal/internode/ca.crt',
} as const;

export const internodeVolume: ReadOnlyVolume = {
  folder: '/etc/temporal/internode',
  volume: { name: 'internode', secret: { secretName: certificateName } },
};

/**
 * The certificate by which services know one another, from an authority that is this namespace's own and signs nothing
 * else. The authority keeps its key when it is renewed, so that certificates from before and after trust each other.
 * https://cert-manager.io/docs/configuration/selfsigned/
 */
export function createInternodeCertificate(scope: Construct): void {
  const object = (kind: string, name: string, spec: object): void => {
    new ApiObject(scope, `${kind}-${name}`, {
      apiVersion: 'cert-manager.io/v1',
      kind,
      metadata: { name, namespace },
      spec,
    });
  };
  object('Issuer', `${authorityName}-root`, { selfSigned: {} });
  object('Certificate', authorityName, {
    isCA: true,
    commonName: authorityName,
    secretName: authorityName,
    duration: `${10 * yearHours}h`,
    renewBefore: `${yearHours}h`,
    privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Never' },
    issuerRef: { kind: 'Issuer', name: `${authorityName}-root` },
  });
  object('Issuer', authorityName, { ca: { secretName: authorityName } });
  object('Certificate', certificateName, {
    dnsNames: [internodeName],
    secretName: certificateName,
    duration: `${90 * dayHours}h`,
    renewBefore: `${30 * dayHours}h`,
    privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
    usages: ['digital signature', 'server auth', 'client auth'],
    issuerRef: { kind: 'Issuer', name: authorityName },
  });
}
