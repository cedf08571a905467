import type { Assessment, DeployedObject, Risk } from '../../change';
import { autoscalerOf, isFiller, isUsedByPods, objectNamed, selectedBy } from '../reading/pods';
import { at, listAt, textAt } from '../reading/values';
import type { KubernetesRule, World } from '../rule';

type Consequence = (object: DeployedObject, world: World) => Assessment;

const always =
  (risk: Risk, why: string, instead?: string): Consequence =>
  () => ({ risk, why, ...(instead !== undefined && { instead }) });

/** A thing that pods name: missed as long as one that stays does. */
const whileNamed =
  (why: string): Consequence =>
  ({ kind, namespace, name }, { after }) =>
    isUsedByPods(after, kind, namespace, name)
      ? { risk: 'downtime', why, instead: 'First take it from the pods, then remove it in a later deploy.' }
      : { risk: 'safe', why: `No pod that stays names the ${kind}.` };

const twoSteps = 'Move the traffic away first, and remove it in a deploy of its own.';

const workload =
  (why: string): Consequence =>
  (object, { before }) =>
    isFiller(object, before)
      ? {
          risk: 'capacity',
          why: 'The room that its pods held for others is no longer held; a new node takes 60-120 seconds.',
        }
      : { risk: 'downtime', why, instead: twoSteps };

/** What it means that an object of each kind goes. Of another kind nobody knows: what works through it stops. */
const consequences: Readonly<Record<string, Consequence>> = {
  ClusterRole: always('safe', 'Rights go; what still uses them is refused.'),
  ClusterRoleBinding: unbound,
  ConfigMap: configMap,
  CronJob: always('capacity', 'What it does by the clock is no longer done.'),
  CustomResourceDefinition: always(
    'data-loss',
    'The deploy leaves the definition in the cluster; once somebody deletes it, all objects of the kind go with it.',
  ),
  DaemonSet: workload('Its pods go from every node, and what they do there stops.'),
  Deployment: workload('Its pods go, and what customers or other pods ask of them is refused.'),
  HorizontalPodAutoscaler: autoscaler,
  Ingress: always('downtime', 'Its hosts and paths answer nobody any more.', twoSteps),
  Job: always('safe', 'A finished job’s record goes.'),
  LimitRange: always('capacity', 'Pods without own figures may take any room.'),
  NetworkPolicy: always(
    'safe',
    'What the policy admitted or refused is judged with the other policies of its pods.',
  ),
  NodePool: always(
    'downtime',
    'Its nodes are drained and deleted, and its pods wait until another pool takes them.',
    'Add the new pool, move the pods, then remove the old one.',
  ),
  Namespace: always(
    'data-loss',
    'Everything in the namespace leaves the platform; the namespace itself stays without an owner, and who deletes it deletes its volumes and secrets.',
    'Empty the namespace first, and delete it by hand.',
  ),
  PersistentVolume: always(
    'data-loss',
    'The volume loses its place in the platform, and its data nobody who keeps it.',
  ),
  PersistentVolumeClaim: always(
    'data-loss',
    'The claim leaves the platform; nothing uses its data any more, and who deletes it may delete the volume.',
    'Copy the data to the new volume first.',
  ),
  PodDisruptionBudget: disruptionBudget,
  PriorityClass: whileNamed('Pods that name the priority class cannot be made any more.'),
  ResourceQuota: always('capacity', 'One namespace can take the room of all others.'),
  Role: always('safe', 'Rights go; what still uses them is refused.'),
  RoleBinding: unbound,
  ScaledObject: autoscaler,
  Secret: whileNamed('Pods that read the secret no longer start.'),
  SecretProviderClass: whileNamed('Pods that mount its secrets no longer start.'),
  Service: service,
  ServiceAccount: whileNamed('Pods that run as the account can no longer be made.'),
  StatefulSet: statefulSet,
  StorageClass: always('capacity', 'New volumes of the class are no longer made; those that exist stay.'),
  ValidatingAdmissionPolicy: always('exposure', 'What the policy refused is admitted.'),
  ValidatingAdmissionPolicyBinding: always('exposure', 'What the policy refused is admitted.'),
};

/** An object that is there before and not after. */
export const removal: KubernetesRule = ({ what, before }, world) => {
  if (what !== 'removed' || !before) return [];
  const consequence = consequences[before.kind];
  return consequence
    ? [consequence(before, world)]
    : [
        {
          risk: 'downtime',
          why: `What works through the ${before.kind} stops as soon as it is deleted.`,
          instead: twoSteps,
        },
      ];
};

function configMap(object: DeployedObject, world: World): Assessment {
  if (object.name === 'amazon-vpc-cni') {
    return {
      risk: 'exposure',
      why: 'EKS no longer enforces any NetworkPolicy: every pod reaches every other.',
    };
  }
  return whileNamed('Pods that read the ConfigMap no longer start.')(object, world);
}

function service({ namespace, body }: DeployedObject, { before, after }: World): Assessment {
  const selector = { matchLabels: at(body, 'spec', 'selector') };
  const served = selectedBy(selector, before, namespace);
  const left = served.filter(({ kind, name }) => objectNamed(after, kind, namespace, name));
  return served.length > 0 && left.length === 0
    ? {
        risk: 'downtime',
        why: 'The Service goes with its pods; whoever asks for it is refused.',
        instead: twoSteps,
      }
    : {
        risk: 'downtime',
        why: 'The name and address of the Service are gone; whoever asks for it is refused.',
        instead: twoSteps,
      };
}

function statefulSet({ body }: DeployedObject): Assessment {
  return textAt(body, 'spec', 'persistentVolumeClaimRetentionPolicy', 'whenDeleted') === 'Delete'
    ? {
        risk: 'data-loss',
        why: 'Its pods go, and their volume claims with them.',
        instead: 'Keep the claims: whenDeleted: Retain.',
      }
    : {
        risk: 'downtime',
        why: 'Its pods go; their volumes stay, without anyone who uses or backs them up.',
        instead: twoSteps,
      };
}

function autoscaler({ namespace, body }: DeployedObject, { after }: World): Assessment {
  const target = at(body, 'spec', 'scaleTargetRef');
  const left = objectNamed(after, textAt(target, 'kind') || 'Deployment', namespace, textAt(target, 'name'));
  if (!left) return { risk: 'safe', why: 'It goes together with what it scaled.' };
  return autoscalerOf(left, after)
    ? { risk: 'safe', why: 'Another autoscaler takes its place.' }
    : { risk: 'capacity', why: `${left.name} keeps the number of pods that it has, whatever the load.` };
}

function disruptionBudget({ namespace, body }: DeployedObject, { after }: World): Assessment {
  const left = selectedBy(at(body, 'spec', 'selector'), after, namespace).filter(
    ({ kind }) => kind !== 'Job',
  );
  if (left.length === 0) return { risk: 'safe', why: 'It goes together with the pods that it kept.' };
  return {
    risk: 'capacity',
    why: `A drain of nodes may take all pods of ${left.map(({ name }) => name).join(' and ')} at once.`,
  };
}

function unbound({ body }: DeployedObject, { after }: World): Assessment {
  const left = listAt(body, 'subjects').filter(
    (subject) =>
      textAt(subject, 'kind') === 'ServiceAccount' &&
      objectNamed(after, 'ServiceAccount', textAt(subject, 'namespace'), textAt(subject, 'name')),
  );
  return left.length > 0
    ? {
        risk: 'downtime',
        why: `The Kubernetes API refuses the pods of ${left.map((one) => textAt(one, 'name')).join(' and ')}.`,
      }
    : { risk: 'safe', why: 'Nobody who stays had these rights.' };
}
