import { type AddonVersionInfo, paginateDescribeAddonVersions } from '@aws-sdk/client-eks';
import type { Answer, Check } from '../check';
import type { Subject } from '../subject';

type Addon = Subject['needs']['addons'][number];

/** Each add-on of the assembly is offered for the Kubernetes version, and for the nodes' architectures. */
export const addons: Check = {
  name: 'add-ons',
  questions: (subject) => subject.needs.addons.map((addon) => () => addonFaults(subject, addon)),
};

async function addonFaults({ aws, region, environment }: Subject, addon: Addon): Promise<Answer> {
  const { kubernetesVersion, pools } = environment.cluster;
  const offered: AddonVersionInfo[] = [];
  const pages = paginateDescribeAddonVersions(
    { client: aws.of('eks', region) },
    { addonName: addon.name, kubernetesVersion },
  );
  for await (const page of pages)
    offered.push(...(page.addons ?? []).flatMap((one) => one.addonVersions ?? []));
  const usable = offered.find((one) => isTaken(one, addon, kubernetesVersion));
  const command = `aws eks describe-addon-versions --region ${region} --kubernetes-version ${kubernetesVersion} --addon-name ${addon.name}`;
  if (!usable) {
    const which = addon.version ?? 'a default version';
    const versions = offered.map(({ addonVersion }) => addonVersion).join(', ') || 'nothing';
    return [
      {
        severity: 'fails',
        what: `EKS does not offer ${which} of the add-on ${addon.name} for Kubernetes ${kubernetesVersion}; it offers ${versions}`,
        why: 'the cluster stack stops at the add-on',
        command,
      },
    ];
  }
  const wanted = [...new Set(Object.values(pools).map(({ architecture }) => architecture))];
  const missing = wanted.filter((one) => usable.architecture && !usable.architecture.includes(one));
  return missing.map((one) => ({
    severity: 'fails',
    what: `The add-on ${addon.name} ${usable.addonVersion} does not run on ${one}`,
    why: 'its pods crash on the nodes, and the add-on never becomes active',
    command,
  }));
}

/** Without a version of its own, an add-on gets the default of the cluster's version. */
const isTaken = (offered: AddonVersionInfo, { version }: Addon, kubernetesVersion: string): boolean =>
  version === null
    ? (offered.compatibilities ?? []).some(
        ({ clusterVersion, defaultVersion }) =>
          clusterVersion === kubernetesVersion && defaultVersion === true,
      )
    : offered.addonVersion === version;
