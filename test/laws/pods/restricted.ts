import { inEachContainer, inEachPod, objectsOfKind } from '../kubernetes-objects';
import type { Json, Law } from '../tree';

/**
 * The restricted Pod Security Standard, rule by rule, and a read-only root file system.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export const podsAreRestricted: Law = (tree) => [
  ...inEachPod(tree, ({ spec, owner }) => [
    ...podFaults(spec),
    ...Object.keys(owner.metadata.annotations ?? {})
      .filter((key) => key.startsWith('container.apparmor.security.beta.kubernetes.io/'))
      .map((key) => `annotation ${key} replaces the AppArmor profile`),
  ]),
  ...inEachContainer(tree, (container, { spec }) => containerFaults(container, spec.securityContext ?? {})),
];

/** Namespaces make the API server refuse what is not restricted. */
export const namespacesEnforceRestricted: Law = (tree) =>
  objectsOfKind(tree, 'Namespace')
    .filter(({ metadata }) => metadata.labels?.['pod-security.kubernetes.io/enforce'] !== 'restricted')
    .map(
      ({ metadata }) => `Namespace ${metadata.name}: does not enforce the restricted pod security standard`,
    );

const volumeTypes = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];
const safeSysctls = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
];
const seLinuxTypes = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];
const isolatingProfiles = ['RuntimeDefault', 'Localhost'];

function podFaults(spec: Json): string[] {
  const context: Json = spec.securityContext ?? {};
  const volumes: Json[] = spec.volumes ?? [];
  return [
    ...['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => spec[field]).map((field) => `${field} is on`),
    ...(spec.ephemeralContainers ? ['brings ephemeral containers'] : []),
    ...volumes.flatMap(({ name, ...source }) =>
      Object.keys(source)
        .filter((type) => !volumeTypes.includes(type))
        .map((type) => `volume ${name} is a ${type}`),
    ),
    ...(context.sysctls ?? [])
      .filter(({ name }: Json) => !safeSysctls.includes(name))
      .map(({ name }: Json) => `sysctl ${name} is not a safe one`),
    ...sharedFaults(context),
  ];
}

function containerFaults(container: Json, podContext: Json): string[] {
  const context: Json = container.securityContext ?? {};
  const runAsNonRoot = context.runAsNonRoot ?? podContext.runAsNonRoot;
  const seccomp = context.seccompProfile ?? podContext.seccompProfile;
  const hooks: Json[] = [
    container.livenessProbe,
    container.readinessProbe,
    container.startupProbe,
    container.lifecycle?.postStart,
    container.lifecycle?.preStop,
  ];
  return [
    ...(runAsNonRoot === true ? [] : ['runAsNonRoot is not true']),
    ...(isolatingProfiles.includes(seccomp?.type) ? [] : ['no seccomp profile']),
    ...(context.allowPrivilegeEscalation === false ? [] : ['allowPrivilegeEscalation is not false']),
    ...(context.privileged ? ['is privileged'] : []),
    ...((context.capabilities?.drop ?? []).includes('ALL') ? [] : ['does not drop ALL capabilities']),
    ...(context.capabilities?.add ?? [])
      .filter((capability: string) => capability !== 'NET_BIND_SERVICE')
      .map((capability: string) => `adds the capability ${capability}`),
    ...((context.procMount ?? 'Default') === 'Default' ? [] : [`procMount is ${context.procMount}`]),
    ...(context.readOnlyRootFilesystem === true ? [] : ['the root file system is writable']),
    ...(container.ports ?? [])
      .filter((port: Json) => port.hostPort)
      .map((port: Json) => `takes the host's port ${port.hostPort}`),
    ...(hooks.some((hook) => hook?.httpGet?.host || hook?.tcpSocket?.host)
      ? ['a probe or hook names a host']
      : []),
    ...sharedFaults(context),
  ];
}

/** Rules on fields that a pod and its containers both have. */
function sharedFaults(context: Json): string[] {
  const { runAsUser, windowsOptions, appArmorProfile, seccompProfile, seLinuxOptions = {} } = context;
  return [
    ...(runAsUser === 0 ? ['runs as root'] : []),
    ...(windowsOptions?.hostProcess ? ['hostProcess is on'] : []),
    ...(appArmorProfile && !isolatingProfiles.includes(appArmorProfile.type) ? ['AppArmor is off'] : []),
    ...(seccompProfile && !isolatingProfiles.includes(seccompProfile.type) ? ['seccomp is off'] : []),
    ...(seLinuxTypes.includes(seLinuxOptions.type ?? '') && !seLinuxOptions.user && !seLinuxOptions.role
      ? []
      : ['sets SELinux options']),
  ];
}
