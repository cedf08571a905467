import { parse } from 'yaml';
import { objectName, objectsOfKind } from '../kubernetes-objects';
import type { Json, Law, Tree } from '../tree';

/** What a proxy's pods read, by the ConfigMap that holds it. */
const configurations = (tree: Tree): { name: string; fixed: Json; dynamic: Json }[] =>
  objectsOfKind(tree, 'ConfigMap')
    .map((map) => ({ name: objectName(map), data: map.data as Json }))
    .filter(({ data }) => data?.['traefik.yaml'])
    .map(({ name, data }) => ({
      name,
      fixed: parse(data['traefik.yaml']),
      dynamic: parse(data['dynamic.yaml']),
    }));

/** No handshake below TLS 1.3, and none for a host that has no certificate. */
export const onlyTls13: Law = (tree) => {
  const found = configurations(tree);
  if (found.length === 0) return ['no proxy has a configuration'];
  return found.flatMap(({ name, dynamic }) => {
    const options: Record<string, Json> = dynamic.tls?.options ?? {};
    return [
      ...(options.default ? [] : [`${name}: no TLS options hold for hosts that name none`]),
      ...Object.entries(options).flatMap(([option, { minVersion, sniStrict }]) => [
        ...(minVersion === 'VersionTLS13'
          ? []
          : [`${name}: TLS options ${option} begin at ${minVersion ?? 'TLS 1.2'}`]),
        ...(sniStrict === true
          ? []
          : [`${name}: TLS options ${option} answer hosts that have no certificate`]),
      ]),
    ];
  });
};

/**
 * The client's address is the one that the load balancer names: every entry point behind it believes the public subnets
 * and nobody else, and no header.
 */
export const clientAddressesAreKept: Law = (tree) => {
  const publicBlocks = tree.environment.network.zones.map(({ publicCidr }) => publicCidr);
  return [
    ...loadBalancers(tree)
      .filter((service) => attribute(service, 'proxy_protocol_v2.enabled') !== 'true')
      .map((service) => `${objectName(service)}: connections do not begin with the client's address`),
    ...configurations(tree).flatMap(({ name, fixed }) =>
      Object.entries<Json>(fixed.entryPoints)
        .filter(([entryPoint]) => entryPoint !== 'metrics')
        .flatMap(([entryPoint, { proxyProtocol = {}, forwardedHeaders = {} }]) => {
          const trusted: string[] = proxyProtocol.trustedIPs ?? [];
          const believesOthers =
            proxyProtocol.insecure || trusted.some((block) => !publicBlocks.includes(block));
          return [
            ...(believesOthers ? [`${name}: ${entryPoint} believes more than the load balancer`] : []),
            ...(publicBlocks.every((block) => trusted.includes(block))
              ? []
              : [`${name}: ${entryPoint} takes the load balancer for the client`]),
            ...(forwardedHeaders.insecure || forwardedHeaders.trustedIPs
              ? [`${name}: ${entryPoint} believes headers about the client's address`]
              : []),
          ];
        }),
    ),
  ];
};

/** Browsers and other clients wait longer. */
const triesSecondsMax = 3;
/** Of the requests to pods of which a third are gone, as when a zone is lost: these tries may all meet gone ones. */
const meetOnlyGonePodsMax = 1 / 1000;

/** A pod that is gone is noticed soon, and what could not be sent to it goes to others until one takes it. */
export const deadPodsArePassedBy: Law = (tree) =>
  configurations(tree).flatMap(({ name, fixed, dynamic }) => {
    const { dialTimeout = '30s' } = fixed.serversTransport?.forwardingTimeouts ?? {};
    const used: string[] = fixed.entryPoints.websecure?.http?.middlewares ?? [];
    const tries: number = Math.max(
      1,
      ...used.map((one) => dynamic.http.middlewares[one.replace('@file', '')]?.retry?.attempts ?? 1),
    );
    // Requests at one time share the turn of the pods: each try is as good as drawn.
    const share = (1 / 3) ** tries;
    return [
      ...(Number.parseFloat(dialTimeout) * tries <= triesSecondsMax && /^[\d.]+s$/.test(dialTimeout)
        ? []
        : [`${name}: dead pods are waited for ${tries} times ${dialTimeout}`]),
      ...(share <= meetOnlyGonePodsMax
        ? []
        : [`${name}: one request in ${Math.round(1 / share)} meets only dead pods when a third are`]),
    ];
  });

/** The application's figures name every tenant: the proxy lets nobody have them, however Express would take the path. */
export const figuresStayInside: Law = (tree) => {
  const { metricsPath } = tree.environment.application;
  if (metricsPath === null) return [];
  return configurations(tree).flatMap(({ name, dynamic }) => {
    const { routers = {}, middlewares = {} }: Json = dynamic.http ?? {};
    const guards = Object.values<Json>(routers).filter(
      (router) =>
        router.entryPoints.includes('websecure') &&
        router.service === 'noop@internal' &&
        router.middlewares.some((used: string) => middlewares[used]?.ipAllowList) &&
        router.priority > longestRule,
    );
    return [metricsPath, `${metricsPath}/`, metricsPath.toUpperCase()]
      .filter((path) => !guards.some(({ rule }) => isMatched(rule, path)))
      .map((path) => `${name}: anybody may ask for ${path}`);
  });
};

/** More than any rule of an Ingress has characters, which is its priority. */
const longestRule = 10_000;

function isMatched(rule: string, path: string): boolean {
  const [, caseless, pattern] = /^PathRegexp\(`(\(\?i\))?(.*)`\)$/.exec(rule) ?? [];
  return pattern !== undefined && new RegExp(pattern, caseless && 'i').test(path);
}

/**
 * What the proxy itself sends inside, past all routes, is one question of one path: the status. Prometheus would answer
 * any other, and knows every tenant.
 */
export const onlyTheStatusIsPublic: Law = (tree) =>
  configurations(tree).flatMap(({ name, dynamic }) => {
    const { routers = {}, middlewares = {}, services = {} }: Json = dynamic.http ?? {};
    return Object.entries<Json>(routers)
      .filter(([, { service }]) => services[service])
      .flatMap(([router, { rule, middlewares: used = [] }]) => [
        ...(exactPath.test(rule) ? [] : [`${name}: router ${router} matches more than one path of a host`]),
        ...(used.some((one: string) =>
          /^\/consoles\/[\w.-]+$/.test(middlewares[one]?.replacePath?.path ?? ''),
        )
          ? []
          : [`${name}: router ${router} leaves the path to who asks`]),
      ]);
  });

/** Of a rule that matches one path of one host, read only. */
const exactPath = /^Host\(`[\w.-]+`\) && Path\(`\/[\w./-]+`\) && Method\(`GET`\)$/;

/** Fields of which none holds what a client proves itself with. */
const harmlessFields =
  /^(Client(Addr|Host|Port)|Request(Host|Method|Path)|RouterName|Service(Addr|Name)|Downstream(Status|ContentSize)|(Origin)?Duration|RetryAttempts)$/;
const harmlessHeaders = /^(User-Agent|X-Request-Id)$/;

const keptBy = (names: Json = {}): string[] =>
  Object.entries(names)
    .filter(([, mode]) => mode !== 'drop')
    .map(([name]) => name);

/** Tokens travel in headers and queries: an access log has neither, and of the rest what is known to be harmless. */
export const accessLogsHoldNoSecrets: Law = (tree) =>
  configurations(tree).flatMap(({ name, fixed }) => {
    const { defaultMode, names, headers = {}, queryParameters = {} }: Json = fixed.accessLog?.fields ?? {};
    const fields = keptBy(names).filter((field) => !harmlessFields.test(field));
    const unsafe = keptBy(headers.names).filter((header) => !harmlessHeaders.test(header));
    return [
      ...(fixed.accessLog?.format === 'json' ? [] : [`${name}: the access log is not JSON`]),
      ...(defaultMode === 'drop' ? [] : [`${name}: the access log keeps fields that nobody named`]),
      ...fields.map((field) => `${name}: the access log keeps the field ${field}`),
      ...(headers.defaultMode === 'drop' ? [] : [`${name}: the access log keeps headers`]),
      ...unsafe.map((header) => `${name}: the access log keeps the header ${header}`),
      ...(queryParameters.defaultMode === 'drop' ? [] : [`${name}: the access log keeps queries`]),
    ];
  });

export const loadBalancers = (tree: Tree) =>
  objectsOfKind(tree, 'Service').filter(({ spec }) => (spec as Json).type === 'LoadBalancer');

/** One attribute of a load balancer's target group. */
export function attribute(service: { readonly metadata: Json }, name: string): string | undefined {
  const text: string =
    service.metadata.annotations?.['service.beta.kubernetes.io/aws-load-balancer-target-group-attributes'] ??
    '';
  return Object.fromEntries(text.split(',').map((pair) => pair.split('=')))[name];
}
