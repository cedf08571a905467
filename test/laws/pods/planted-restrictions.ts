import { containerOf, type PlantedFault, podOf } from '../planted-fault';
import type { Json } from '../tree';

/** One for each rule of the restricted pod security standard. */
const unrestricted: readonly (readonly [string, (pod: Json, container: Json) => void, string])[] = [
  ['the node’s network', (pod) => (pod.hostNetwork = true), 'hostNetwork is on'],
  ['the node’s processes', (pod) => (pod.hostPID = true), 'hostPID is on'],
  [
    'the node’s files',
    (pod) => pod.volumes.push({ name: 'root', hostPath: { path: '/' } }),
    'volume root is a hostPath',
  ],
  [
    'an unsafe sysctl',
    (pod) => (pod.securityContext.sysctls = [{ name: 'kernel.msgmax' }]),
    'sysctl kernel.msgmax',
  ],
  ['no seccomp profile', (pod) => delete pod.securityContext.seccompProfile, 'no seccomp profile'],
  ['root allowed', (pod) => delete pod.securityContext.runAsNonRoot, 'runAsNonRoot is not true'],
  ['root asked for', (pod) => (pod.securityContext.runAsUser = 0), 'runs as root'],
  [
    'a Windows host process',
    (pod) => (pod.securityContext.windowsOptions = { hostProcess: true }),
    'hostProcess is on',
  ],
  [
    'SELinux options',
    (pod) => (pod.securityContext.seLinuxOptions = { type: 'spc_t' }),
    'sets SELinux options',
  ],
  ['a container as root', (_, c) => (c.securityContext.runAsUser = 0), 'runs as root'],
  ['privileges', (_, c) => (c.securityContext.privileged = true), 'is privileged'],
  [
    'privilege escalation',
    (_, c) => delete c.securityContext.allowPrivilegeEscalation,
    'allowPrivilegeEscalation',
  ],
  ['capabilities kept', (_, c) => (c.securityContext.capabilities = {}), 'does not drop ALL capabilities'],
  [
    'a capability added',
    (_, c) => (c.securityContext.capabilities.add = ['NET_RAW']),
    'adds the capability NET_RAW',
  ],
  ['an unmasked /proc', (_, c) => (c.securityContext.procMount = 'Unmasked'), 'procMount is Unmasked'],
  ['seccomp off', (_, c) => (c.securityContext.seccompProfile = { type: 'Unconfined' }), 'seccomp is off'],
  ['AppArmor off', (_, c) => (c.securityContext.appArmorProfile = { type: 'Unconfined' }), 'AppArmor is off'],
  [
    'a writable root',
    (_, c) => delete c.securityContext.readOnlyRootFilesystem,
    'root file system is writable',
  ],
  ['a host port', (_, c) => (c.ports[0].hostPort = 80), "takes the host's port 80"],
  [
    'a probe of another host',
    (_, c) => (c.livenessProbe.httpGet.host = '10.0.0.1'),
    'a probe or hook names a host',
  ],
];

export const restrictionFaults: readonly PlantedFault[] = unrestricted.map(
  ([fault, plant, seenAs]): PlantedFault => ({
    law: 'podsAreRestricted',
    fault,
    plant: (tree) => void plant(podOf(tree, 'api'), containerOf(tree, 'api')),
    seenAs,
  }),
);
