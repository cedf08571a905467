import type { Environment } from '../../config/schema';
import type { ClusterInputs } from '../inputs';
import { renderChart, type RenderedChart } from '../rendered-chart';
import { createCertificates } from './certificates';
import { createIssuers } from './issuers';
import { createLoadBalancer } from './load-balancer';
import { createProxy } from './proxy';
import { createProxyAccess } from './proxy-access';
import { createRoutes } from './routes';

/** How requests reach the application: load balancer, proxy, routes by host, and the certificates of the hosts. */
export function renderIngress(environment: Environment, inputs: ClusterInputs): RenderedChart {
  return renderChart('ingress', (chart) => {
    createProxyAccess(chart);
    createProxy(chart, environment, inputs);
    createLoadBalancer(chart, environment);
    createIssuers(chart, environment);
    createCertificates(chart, environment);
    createRoutes(chart, environment);
  });
}
