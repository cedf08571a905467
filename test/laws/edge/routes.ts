import type { KubernetesObject } from '../../../charts/rendered-chart';
import { objectName, objectsOfKind } from '../kubernetes-objects';
import type { Json, Law } from '../tree';

const traefik = 'traefik.ingress.kubernetes.io/';

/** A host is served over TLS alone, with a certificate that a chart asks for. */
export const hostsHaveCertificates: Law = (tree) => {
  const certified = objectsOfKind(tree, 'Certificate').flatMap(({ metadata, spec }) =>
    ((spec as Json).dnsNames ?? []).map(
      (host: string) => `${metadata.namespace}/${(spec as Json).secretName}/${host}`,
    ),
  );
  return objectsOfKind(tree, 'Ingress').flatMap((ingress) => {
    const { rules = [], tls = [], ingressClassName }: Json = ingress.spec;
    const name = objectName(ingress);
    const hasCertificate = (host: string): boolean =>
      tls.some(
        ({ hosts, secretName }: Json) =>
          hosts?.includes(host) && certified.includes(`${ingress.metadata.namespace}/${secretName}/${host}`),
      );
    return [
      ...rules
        .filter(({ host }: Json) => !host)
        .map(() => `${name}: a route of every host that has no other`),
      ...rules
        .filter(({ host }: Json) => host && !hasCertificate(host))
        .map(({ host }: Json) => `${name}: nobody asks for a certificate of ${host}`),
      ...(ingress.metadata.annotations?.[`${traefik}router.entrypoints`] === 'websecure'
        ? []
        : [`${name}: is not served over TLS alone`]),
      ...(objectsOfKind(tree, 'IngressClass').some(({ metadata }) => metadata.name === ingressClassName)
        ? []
        : [`${name}: no chart makes the class ${ingressClassName}`]),
    ];
  });
};

/** A route's service and port are there, or it answers 404. */
export const routesHaveServices: Law = (tree) =>
  objectsOfKind(tree, 'Ingress').flatMap((ingress) =>
    (ingress.spec as Json).rules
      .flatMap(({ http }: Json) => http.paths)
      .filter(
        ({ backend }: Json) =>
          !objectsOfKind(tree, 'Service').some(
            ({ metadata, spec }) =>
              metadata.namespace === ingress.metadata.namespace &&
              metadata.name === backend.service.name &&
              (spec as Json).ports.some(({ port }: Json) => port === backend.service.port.number),
          ),
      )
      .map(
        ({ path, backend }: Json) =>
          `${objectName(ingress)}: ${path} goes to ${backend.service.name}:${backend.service.port.number}, which no chart makes`,
      ),
  );

/** Socket.io begins a connection with several requests that only one pod knows. */
export const socketsAreSticky: Law = (tree) =>
  objectsOfKind(tree, 'Service')
    .filter(({ spec }) => (spec as Json).selector?.['app.kubernetes.io/name'] === 'realtime')
    .filter((service) => isRouted(tree, service.metadata.name))
    .flatMap((service) => {
      const cookie = (name: string): string | undefined =>
        service.metadata.annotations?.[`${traefik}service.sticky.cookie${name}`];
      return [
        ...(cookie('') === 'true' ? [] : [`${objectName(service)}: gives no sticky cookie`]),
        ...['.secure', '.httponly']
          .filter((name) => cookie(name) !== 'true')
          .map((name) => `${objectName(service)}: its sticky cookie is not ${name.slice(1)}`),
      ];
    });

const isRouted = (tree: Parameters<Law>[0], service: string): boolean =>
  objectsOfKind(tree, 'Ingress').some(({ spec }) =>
    (spec as Json).rules.some(({ http }: Json) =>
      http.paths.some(({ backend }: Json) => backend.service.name === service),
    ),
  );

/** Each certificate names an issuer that a chart makes, and whose challenges its pods and policies let through. */
export const issuersCanIssue: Law = (tree) => {
  const issuers = objectsOfKind(tree, 'ClusterIssuer');
  const isMade = ({ metadata: { namespace }, spec }: KubernetesObject): boolean => {
    const { name, kind = 'Issuer' }: Json = (spec as Json).issuerRef;
    return kind === 'ClusterIssuer'
      ? issuers.some(({ metadata }) => metadata.name === name)
      : objectsOfKind(tree, 'Issuer').some(
          ({ metadata }) => metadata.name === name && metadata.namespace === namespace,
        );
  };
  return [
    ...objectsOfKind(tree, 'Certificate')
      .filter((certificate) => !isMade(certificate))
      .map((certificate) => `${objectName(certificate)}: no chart makes its issuer`),
    ...issuers.flatMap((issuer) => {
      const solvers: Json[] = (issuer.spec as Json).acme?.solvers ?? [];
      return [
        ...(solvers.some(({ selector }) => !selector)
          ? []
          : [`${objectName(issuer)}: no solver for hosts of other zones`]),
        ...solvers.flatMap(({ http01, selector }) => [
          ...(http01 &&
          http01.ingress.ingressTemplate?.metadata?.annotations?.[`${traefik}router.entrypoints`] !== 'web'
            ? [`${objectName(issuer)}: its challenges are not served over plain HTTP`]
            : []),
          ...(selector?.dnsZones?.includes(tree.environment.edge.hostedZone.name) === false
            ? [`${objectName(issuer)}: proves hosts of a zone that is not the environment's`]
            : []),
        ]),
      ];
    }),
  ];
};
