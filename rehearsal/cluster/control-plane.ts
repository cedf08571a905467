import { mkdirSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import { serviceNetwork } from '../../config/contract';
import { freePort } from '../../servers/free-port';
import { Authority, type KeyPair } from './certificates';
import { writeKubeconfig } from './kubeconfig';
import type { RunFolder, RunProcess } from './run-folder';
import { until } from './waiting';

export interface ControlPlanePrograms {
  readonly etcd: string;
  readonly 'kube-apiserver': string;
  readonly 'kube-controller-manager': string;
  readonly 'kube-scheduler': string;
}

export interface ControlPlaneOptions {
  /** Address on which the API server listens, and which nodes dial. */
  readonly host?: string;
  /** Default one that nobody listens on. */
  readonly port?: number;
  /** Further flags, which win over the ones here. */
  readonly apiServerFlags?: readonly string[];
  readonly controllerManagerFlags?: readonly string[];
}

const loopback = '127.0.0.1';
/** The block that the clusters of the charts have, which their policies name. */
const services = { range: serviceNetwork.cidr, firstAddress: serviceNetwork.kubernetesApiAddress };
const readySeconds = 90;

/** A running etcd, API server, controller manager and scheduler, and what signs certificates for more of them. */
export interface ControlPlane {
  /** `https://host:port`. */
  readonly server: string;
  /** Of a user that may do everything. */
  readonly kubeconfig: string;
  readonly authority: Authority;
  /** Kubeconfig for one more user, such as `/O=system:nodes/CN=system:node:node-a`. */
  readonly kubeconfigFor: (name: string, subject: string) => string;
}

/** Starts a control plane whose state lives as long as the run's folder. Needs no privileges. */
export async function startControlPlane(
  run: RunFolder,
  programs: ControlPlanePrograms,
  { host = loopback, port, apiServerFlags = [], controllerManagerFlags = [] }: ControlPlaneOptions = {},
): Promise<ControlPlane> {
  const keys = run.file('keys');
  mkdirSync(keys);
  const authority = Authority.create(keys);
  const serviceAccounts = authority.signingKeys();
  const securePort = port ?? (await freePort());
  const server = `https://${host}:${securePort}`;
  const kubeconfigFor = (name: string, subject: string): string =>
    writeKubeconfig(
      run.file(`${name}.kubeconfig`),
      server,
      authority.pair.certificate,
      authority.sign(name, subject),
    );

  const [etcd, etcdAddress] = await startEtcd(run, programs.etcd);
  const admin = authority.sign('admin', '/O=system:masters/CN=admin');
  const kubeconfig = writeKubeconfig(run.file('kubeconfig'), server, authority.pair.certificate, admin);
  const serving = authority.sign('kube-apiserver', '/CN=kube-apiserver', [
    ...[loopback, host, services.firstAddress].map((address) => `IP:${address}`),
    ...['localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc'].map(
      (name) => `DNS:${name}`,
    ),
  ]);
  const aggregator = authority.sign('aggregator', '/CN=aggregator');
  const apiServer = run.start('kube-apiserver', programs['kube-apiserver'], [
    ...flags({
      'etcd-servers': etcdAddress,
      'bind-address': host,
      'secure-port': `${securePort}`,
      'advertise-address': host,
      // The address of the service `kubernetes` is the machine's own, which the default reconciler refuses.
      'endpoint-reconciler-type': host === loopback ? 'none' : 'lease',
      'service-cluster-ip-range': services.range,
      'cert-dir': run.file('kube-apiserver'),
      'tls-cert-file': serving.certificate,
      'tls-private-key-file': serving.key,
      'client-ca-file': authority.pair.certificate,
      'service-account-issuer': 'https://kubernetes.default.svc',
      'service-account-key-file': serviceAccounts.open,
      'service-account-signing-key-file': serviceAccounts.secret,
      'authorization-mode': 'Node,RBAC',
      'enable-admission-plugins': 'NodeRestriction',
      'allow-privileged': 'true',
      'requestheader-client-ca-file': authority.pair.certificate,
      'requestheader-allowed-names': 'aggregator',
      'requestheader-username-headers': 'X-Remote-User',
      'requestheader-group-headers': 'X-Remote-Group',
      'requestheader-extra-headers-prefix': 'X-Remote-Extra-',
      'proxy-client-cert-file': aggregator.certificate,
      'proxy-client-key-file': aggregator.key,
      // Aggregated APIs run on the machine, behind a Service of type ExternalName.
      'enable-aggregator-routing': 'false',
      'kubelet-client-certificate': admin.certificate,
      'kubelet-client-key': admin.key,
      'kubelet-preferred-address-types': 'InternalIP,Hostname',
    }),
    ...apiServerFlags,
  ]);
  const answers = (path: string) => (): Promise<boolean> => isReady(server + path, authority, admin);
  await until('the API server', answers('/readyz'), { seconds: readySeconds, processes: [etcd, apiServer] });

  const loops = [
    run.start('kube-controller-manager', programs['kube-controller-manager'], [
      ...(await loopFlags(kubeconfigFor, 'kube-controller-manager')),
      ...flags({
        'use-service-account-credentials': 'true',
        'service-account-private-key-file': serviceAccounts.secret,
        'root-ca-file': authority.pair.certificate,
        'cluster-signing-cert-file': authority.pair.certificate,
        'cluster-signing-key-file': authority.pair.key,
      }),
      ...controllerManagerFlags,
    ]),
    run.start('kube-scheduler', programs['kube-scheduler'], await loopFlags(kubeconfigFor, 'kube-scheduler')),
  ];
  // The last thing that the controllers make before pods can be.
  const serviceAccount = '/api/v1/namespaces/default/serviceaccounts/default';
  await until('the controllers', answers(serviceAccount), { seconds: readySeconds, processes: loops });
  return { server, kubeconfig, authority, kubeconfigFor };
}

async function startEtcd(run: RunFolder, program: string): Promise<[RunProcess, string]> {
  const clients = `http://${loopback}:${await freePort()}`;
  const peers = `http://${loopback}:${await freePort()}`;
  const etcd = run.start('etcd', program, [
    ...flags({
      name: 'rehearsal',
      'data-dir': run.file('etcd'),
      'listen-client-urls': clients,
      'advertise-client-urls': clients,
      'listen-peer-urls': peers,
      'initial-advertise-peer-urls': peers,
      'initial-cluster': `rehearsal=${peers}`,
    }),
    // The state ends with the run: nothing is worth waiting for the disk.
    '--unsafe-no-fsync',
  ]);
  return [etcd, clients];
}

async function loopFlags(
  kubeconfigFor: ControlPlane['kubeconfigFor'],
  name: string,
): Promise<readonly string[]> {
  const kubeconfig = kubeconfigFor(name, `/CN=system:${name}`);
  return flags({
    kubeconfig,
    'authentication-kubeconfig': kubeconfig,
    'authorization-kubeconfig': kubeconfig,
    'bind-address': loopback,
    'secure-port': `${await freePort()}`,
    'leader-elect': 'false',
  });
}

const flags = (values: Readonly<Record<string, string>>): string[] =>
  Object.entries(values).map(([name, value]) => `--${name}=${value}`);

function isReady(url: string, authority: Authority, { key, certificate }: KeyPair): Promise<boolean> {
  const [ca, clientKey, cert] = [authority.pair.certificate, key, certificate].map((file) =>
    readFileSync(file),
  );
  return new Promise((resolve) => {
    const asking = request(url, { ca, cert, key: clientKey, timeout: 2000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asking.once('error', () => resolve(false));
    asking.once('timeout', () => asking.destroy());
    asking.end();
  });
}
