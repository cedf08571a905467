import type { ApiObject } from '../cluster/api-server';
import type { CertificateService } from '../edge/certificate-service';

interface IssuerSpec {
  readonly acme: { readonly server: string; readonly solvers: readonly { readonly dns01?: object }[] };
}

/**
 * An issuer that asks the rehearsal's certificate service. No Route 53 is here in which a record could prove a host, so
 * every host is proved by a file.
 */
export function withCertificateService(object: ApiObject, service: CertificateService): ApiObject {
  if (object.kind !== 'ClusterIssuer') return object;
  const { acme } = object.spec as IssuerSpec;
  return {
    ...object,
    spec: {
      acme: {
        ...acme,
        server: service.directory,
        caBundle: Buffer.from(service.serviceAuthority).toString('base64'),
        solvers: acme.solvers.filter(({ dns01 }) => dns01 === undefined),
      },
    },
  };
}
