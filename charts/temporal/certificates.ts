import type { Construct } from 'constructs';
import { namespaces } from '../../config/contract';
import type { ReadOnlyVolume } from '../workload/container';
import { createServiceCertificate } from '../workload/service-certificate';

const folder = '/etc/temporal/internode';

/** The name that the one certificate of all services carries, and that each expects of the others. */
export const internodeName = 'temporal-internode';

/** Where a service finds its certificate; cert-manager renews it in place. */
export const internodeFiles = {
  certificate: `${folder}/tls.crt`,
  key: `${folder}/tls.key`,
  authority: `${folder}/ca.crt`,
} as const;

export const internodeVolume: ReadOnlyVolume = {
  folder,
  volume: { name: 'internode', secret: { secretName: internodeName } },
};

/** The certificate by which services know one another. */
export const createInternodeCertificate = (scope: Construct): void =>
  createServiceCertificate(scope, {
    namespace: namespaces.temporal,
    name: internodeName,
    dnsNames: [internodeName],
  });
