import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { acmeIssuerNames, ingressClass, namespaces, priorityClasses } from '../../config/contract';
import type { Environment } from '../../config/schema';
import { flowPolicySpec } from '../network/flow-policy';
import { selectorLabels, workloadMetadata } from '../workload/labels';
import { placement } from '../workload/placement';

/** https://letsencrypt.org/docs/acme-protocol-updates/ and https://letsencrypt.org/docs/staging-environment/ */
const directories = {
  staging: 'https://acme-staging-v02.api.letsencrypt.org/directory',
  production: 'https://acme-v02.api.letsencrypt.org/directory',
} as const;

const solverName = 'acme-solver';

/**
 * Let's Encrypt twice, with one account each. Hosts of our zone are proved by a record in it, which needs neither a load
 * balancer nor a pod. Other hosts, tenants' own, are proved by a file that a solver pod serves through the proxy.
 */
export function createIssuers(scope: Construct, environment: Environment): void {
  for (const [name, server] of Object.entries(directories)) {
    const issuer = acmeIssuerNames[name as keyof typeof directories];
    new ApiObject(scope, issuer, {
      apiVersion: 'cert-manager.io/v1',
      kind: 'ClusterIssuer',
      metadata: { name: issuer },
      spec: {
        acme: {
          server,
          privateKeySecretRef: { name: `${issuer}-account` },
          solvers: [recordSolver(environment), fileSolver(environment)],
        },
      },
    });
  }
  new k8s.KubeNetworkPolicy(scope, 'solver-network-policy', {
    metadata: workloadMetadata(solverName, namespaces.app),
    spec: flowPolicySpec(environment, solverName),
  });
}

/** With the AWS role of cert-manager's pods. https://cert-manager.io/docs/configuration/acme/dns01/route53/ */
const recordSolver = ({ edge, region }: Environment): object => ({
  selector: { dnsZones: [edge.hostedZone.name] },
  dns01: { route53: { region } },
});

/**
 * cert-manager makes the solver pod under the `restricted` standard and with sizes of its own; its label opens the way
 * from the proxy to it, and its priority keeps a full cluster from holding a renewal up.
 * https://cert-manager.io/docs/configuration/acme/http01/
 */
const fileSolver = (environment: Environment): object => ({
  http01: {
    ingress: {
      ingressClassName: ingressClass,
      serviceType: 'ClusterIP',
      ingressTemplate: {
        metadata: { annotations: { 'traefik.ingress.kubernetes.io/router.entrypoints': 'web' } },
      },
      podTemplate: {
        metadata: { labels: selectorLabels(solverName) },
        spec: {
          nodeSelector: placement(environment, 'general').nodeSelector,
          priorityClassName: priorityClasses.application,
        },
      },
    },
  },
});
