import { mkdirSync, readFileSync } from 'node:fs';
import { ports } from '../../config/contract';
import type { Environment } from '../../config/schema';
import { PagerDuty } from '../../servers/pagerduty/pager-duty';
import { SignInService } from '../../servers/sign-in/sign-in-service';
import type { ApiServer } from '../cluster/api-server';
import { Authority, type KeyPair } from '../cluster/certificates';
import type { RunFolder } from '../cluster/run-folder';
import { outsideAddresses, vpcAddresses } from '../nodes/addresses';
import { type CertificateService, startCertificateService } from './certificate-service';
import { type Entrance, entrancePorts } from './entrance';
import type { LoadBalancer } from './load-balancer';
import { LoadBalancerController } from './load-balancer-controller';
import { startPublicNameServer } from './name-server';

export interface EdgePrograms {
  readonly coredns: string;
  readonly pebble: string;
}

/** What stands between the internet and the cluster, and the services of the internet that the platform needs. */
export interface Edge {
  readonly entrance: Entrance;
  readonly certificates: CertificateService;
  readonly signIn: SignInService;
  /** Who is told of alerts. */
  readonly pagerDuty: PagerDuty;
  /** PEM of who vouches for the services of the internet, for those who ask them. */
  readonly authority: string;
  /** A certificate by the same, which ends in two days. */
  readonly certificateFor: (host: string) => KeyPair;
  /** The one that the cluster asked for. @throws Error when it asked for none. */
  readonly loadBalancer: () => Promise<LoadBalancer>;
  /** Begins to do what a cluster's Services ask for. */
  readonly serve: (api: ApiServer) => void;
  readonly stop: () => Promise<void>;
}

/** To which Alertmanager sends events by default. */
const pagerDutyHost = 'events.pagerduty.com';

/** Addresses by the names that DNS knows everywhere. */
export function publicNames({ edge, application }: Environment): Readonly<Record<string, string>> {
  return {
    [edge.appHost]: outsideAddresses.loadBalancer,
    [new URL(issuerOf(application)).hostname]: outsideAddresses.signIn,
    [pagerDutyHost]: outsideAddresses.pagerDuty,
  };
}

/** Starts all of it but the load balancer, which a Service asks for. */
export async function startEdge(
  run: RunFolder,
  environment: Environment,
  { coredns, pebble }: EdgePrograms,
): Promise<Edge> {
  const { nameServer, loadBalancer: address } = vpcAddresses(environment.network);
  const folder = run.file('internet');
  mkdirSync(folder);
  const authority = Authority.create(folder);
  startPublicNameServer(run, coredns, nameServer, publicNames(environment));
  const [certificates, signIn, pagerDuty] = await Promise.all([
    startCertificateService(run, {
      program: pebble,
      address: outsideAddresses.certificates,
      nameServer,
      authority,
    }),
    startSignIn(environment, authority),
    startPagerDuty(authority),
  ]);
  let controller: LoadBalancerController | undefined;
  return {
    entrance: {
      host: environment.edge.appHost,
      address,
      ports: entrancePorts,
      authorities: certificates.issuedAuthority,
    },
    certificates,
    signIn,
    pagerDuty,
    authority: readFileSync(authority.pair.certificate, 'utf8'),
    certificateFor: (host) => authority.sign(`host-${host}`, `/CN=${host}`, [`DNS:${host}`]),
    loadBalancer: async () => {
      const balancer = await controller?.current();
      if (!balancer) throw new Error('No Service has asked for a load balancer.');
      return balancer;
    },
    serve: (api) => {
      controller = LoadBalancerController.start(api, address, outsideAddresses.loadBalancer);
    },
    stop: async () => {
      await controller?.stop();
      await Promise.all([signIn.stop(), pagerDuty.stop()]);
    },
  };
}

function startSignIn({ application }: Environment, authority: Authority): Promise<SignInService> {
  const issuer = issuerOf(application);
  const pair = authority.sign('sign-in', '/CN=sign-in', [`DNS:${new URL(issuer).hostname}`]);
  return SignInService.start({
    issuer,
    host: outsideAddresses.signIn,
    port: ports.https,
    key: readFileSync(pair.key, 'utf8'),
    certificate: readFileSync(pair.certificate, 'utf8'),
  });
}

function startPagerDuty(authority: Authority): Promise<PagerDuty> {
  const pair = authority.sign('pagerduty', '/CN=pagerduty', [`DNS:${pagerDutyHost}`]);
  return PagerDuty.start({
    host: outsideAddresses.pagerDuty,
    port: ports.https,
    key: readFileSync(pair.key, 'utf8'),
    certificate: readFileSync(pair.certificate, 'utf8'),
  });
}

function issuerOf({ variables }: Environment['application']): string {
  const { OIDC_ISSUER } = variables;
  if (OIDC_ISSUER === undefined) throw new Error('The environment names no sign-in service.');
  return OIDC_ISSUER;
}
