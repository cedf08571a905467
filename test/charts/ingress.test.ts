import { parse } from 'yaml';
import { loadEnvironment, environments } from '../../config/load';
import { type Json, renderedCharts } from '../support/synthesized';
import { object, ofKind } from './rendered-objects';

const charts = renderedCharts('production');
const service = object(charts, 'Service', 'ingress', 'ingress');
const annotation = (name: string): string =>
  service.metadata.annotations[`service.beta.kubernetes.io/aws-load-balancer-${name}`];
const deployment = object(charts, 'Deployment', 'ingress').spec;
const [configuration] = ofKind(charts, 'ConfigMap').filter(({ data }) => data['traefik.yaml']);
const fixed: Json = parse(configuration.data['traefik.yaml']);
const dynamic: Json = parse(configuration.data['dynamic.yaml']);

describe('load balancer', () => {
  test('passes TCP to the pods themselves', () => {
    expect(annotation('nlb-target-type')).toBe('ip');
  });

  test('listens on the ports of the web', () => {
    expect(service.spec.ports.map(({ port, targetPort }: Json) => [port, targetPort])).toEqual([
      [80, 8000],
      [443, 8443],
    ]);
  });

  test('asks each pod whether it runs', () => {
    expect([annotation('healthcheck-port'), annotation('healthcheck-path')]).toEqual(['8080', '/ping']);
  });

  test.each(Object.values(environments))('$name: DNS points its host at it', ({ name, edge }) => {
    const { annotations } = object(renderedCharts(name), 'Service', 'ingress', 'ingress').metadata;
    expect(annotations['external-dns.alpha.kubernetes.io/hostname']).toBe(edge.appHost);
  });
});

describe('proxy', () => {
  test('reads the configuration that is mounted', () => {
    const [container] = deployment.template.spec.containers;
    expect(container.args).toEqual(['--configFile=/etc/traefik/traefik.yaml']);
    expect(container.volumeMounts).toContainEqual(
      expect.objectContaining({ mountPath: '/etc/traefik', readOnly: true }),
    );
  });

  test('never changes its configuration under a running pod', () => {
    expect(configuration.immutable).toBe(true);
  });

  test('another configuration is another name, and so a roll-out', () => {
    const [other] = ofKind(renderedCharts('demo'), 'ConfigMap').filter(({ data }) => data['traefik.yaml']);
    expect(other.metadata.name).not.toBe(configuration.metadata.name);
  });

  test('has less time for requests after SIGTERM than Kubernetes gives the pod', () => {
    const preStop: number = deployment.template.spec.containers[0].lifecycle.preStop.sleep.seconds;
    const grace = Number(fixed.entryPoints.websecure.transport.lifeCycle.graceTimeOut.replace('s', ''));
    expect(preStop + grace).toBeLessThan(deployment.template.spec.terminationGracePeriodSeconds);
  });

  test('forgets a silent connection before the load balancer does', () => {
    const seconds = Number(
      fixed.entryPoints.websecure.transport.respondingTimeouts.idleTimeout.replace('s', ''),
    );
    expect(seconds).toBeLessThan(350);
  });

  test('puts every route behind limits and headers', () => {
    expect(fixed.entryPoints.websecure.http.middlewares).toEqual([
      'client-rate@file',
      'security-headers@file',
      'body-size@file',
      'next-pod@file',
    ]);
  });

  test('streams answers', () => {
    expect(dynamic.http.middlewares['body-size'].buffering.disableResponseBuffer).toBe(true);
  });

  test('limits what the config says', () => {
    expect(dynamic.http.middlewares['client-rate'].rateLimit).toEqual({
      average: loadEnvironment('production').ingress.clientRequestsPerSecond,
      burst: loadEnvironment('production').ingress.clientRequestsAtOnce,
      period: '1s',
    });
  });
});

describe('routes', () => {
  const [rule] = object(charts, 'Ingress', 'app').spec.rules;

  test('sockets go to realtime, all else to api', () => {
    expect(rule.http.paths.map(({ path, backend }: Json) => [path, backend.service.name])).toEqual([
      ['/socket.io', 'realtime-sticky'],
      ['/', 'api'],
    ]);
  });

  test('demo.genericcorp.com is the demo’s', () => {
    expect(object(renderedCharts('demo'), 'Ingress', 'app').spec.rules[0].host).toBe('demo.genericcorp.com');
  });
});

describe('certificates', () => {
  test('a host of the zone is proved by a record, any other by a file', () => {
    const { solvers } = object(charts, 'ClusterIssuer', 'letsencrypt-production').spec.acme;
    expect(
      solvers.map(({ selector, dns01 }: Json) => [selector?.dnsZones, dns01 ? 'record' : 'file']),
    ).toEqual([
      [['genericcorp.com'], 'record'],
      [undefined, 'file'],
    ]);
  });

  test('the config picks the directory', () => {
    const issuerOf = (name: string): string =>
      object(renderedCharts(name), 'Certificate', 'app-certificate').spec.issuerRef.name;
    expect([issuerOf('production'), issuerOf('rehearsal')]).toEqual([
      'letsencrypt-production',
      'letsencrypt-staging',
    ]);
  });

  test('a renewal has a new key', () => {
    expect(object(charts, 'Certificate', 'app-certificate').spec.privateKey.rotationPolicy).toBe('Always');
  });
});
