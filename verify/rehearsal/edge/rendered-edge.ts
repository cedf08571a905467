import { parse } from 'yaml';
import { environmentCharts } from '../../../bin/environment-charts';
import { loadEnvironment } from '../../../config/load';
import type { ApiObject } from '../../../rehearsal/cluster/api-server';

/** Any part of a configuration: faults are planted in it at will. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

/** What the chart renders for the way in, to be read and spoilt. */
export interface RenderedEdge {
  /** The proxy's configuration: what it starts with, and what it routes by. */
  readonly fixed: Json;
  readonly dynamic: Json;
  /** The Service that asks for a load balancer. */
  readonly service: Json;
  /** The application's routes. */
  readonly ingress: Json;
}

export const environment = loadEnvironment('rehearsal');

/** A fresh copy each time. */
export function renderedEdge(): RenderedEdge {
  const objects = environmentCharts(environment).flatMap((chart) => chart.objects as readonly ApiObject[]);
  const find = (kind: string, fits: (object: Json) => boolean): Json =>
    structuredClone(objects.find((object) => object.kind === kind && fits(object)));
  const { data } = find('ConfigMap', (map) => map.data['traefik.yaml']);
  return {
    fixed: parse(data['traefik.yaml']),
    dynamic: parse(data['dynamic.yaml']),
    service: find('Service', ({ spec }) => spec.type === 'LoadBalancer'),
    ingress: find('Ingress', () => true),
  };
}
