import { objectName, objectsOfKind } from '../kubernetes-objects';
import { inEach, resourcesOfTypes } from '../stack-resources';
import type { Law } from '../tree';

/** Pods get AWS credentials from Pod Identity; nothing of its predecessor, roles through an OIDC provider, is left. */
export const noRolesThroughOidc: Law = (tree) => [
  ...resourcesOfTypes(tree, 'AWS::IAM::OIDCProvider', 'Custom::AWSCDKOpenIdConnectProvider').map(
    ({ name }) => `${name}: an OIDC provider`,
  ),
  ...inEach(tree, 'AWS::IAM::Role', ({ AssumeRolePolicyDocument }) =>
    JSON.stringify(AssumeRolePolicyDocument).includes('AssumeRoleWithWebIdentity')
      ? ['is assumed with a web identity']
      : [],
  ),
  ...objectsOfKind(tree, 'ServiceAccount')
    .filter(({ metadata }) => metadata.annotations?.['eks.amazonaws.com/role-arn'])
    .map((account) => `${objectName(account)}: names a role in an annotation`),
];

/** Add-ons with an AWS role bring the service account that they run as. */
const madeByAddOns: readonly string[] = ['cert-manager/cert-manager', 'external-dns/external-dns'];

/** Each association is for a service account that a chart or an add-on makes. */
export const associationsHaveServiceAccounts: Law = (tree) => {
  const accounts = new Set([
    ...madeByAddOns,
    ...objectsOfKind(tree, 'ServiceAccount').map(({ metadata }) => `${metadata.namespace}/${metadata.name}`),
  ]);
  return inEach(tree, 'AWS::EKS::PodIdentityAssociation', ({ Namespace, ServiceAccount }) =>
    accounts.has(`${Namespace}/${ServiceAccount}`) ? [] : [`nobody makes ${Namespace}/${ServiceAccount}`],
  );
};
