import type { Environment } from '../schema';
import { rule } from './rule';

type State = Environment['state'];

/** Whether an environment of this state is a recovery of the named one. */
const recovers = (state: State, name: string): boolean =>
  state.kind === 'replicaOf' && state.environment === name;

export const appHostIsInTheZone = rule(['edge.hostedZone', 'edge.appHost'], ([zone, appHost]) =>
  appHost === zone.name || appHost.endsWith(`.${zone.name}`)
    ? []
    : [{ field: 'edge.appHost', got: appHost, allowed: `${zone.name} or a host under it` }],
);

export const handedOverZoneHasAnOrigin = rule(['state', 'edge.hostedZone'], ([state, zone], { others }) => {
  if (zone.kind !== 'handedOver') return [];
  if (state.kind === 'own') {
    return [
      {
        field: 'edge.hostedZone.kind',
        got: 'handedOver',
        allowed: 'create or existing, unless state is replicaOf the environment that hands the zone over',
      },
    ];
  }
  return others
    .filter((other) => recovers(state, other.name) && other.edge.hostedZone.name !== zone.name)
    .map((origin) => ({
      field: 'edge.hostedZone.name',
      got: zone.name,
      allowed: `${origin.edge.hostedZone.name}, the zone of ${origin.name}`,
    }));
});

/** Two environments behind one name would take turns in writing its DNS record. */
export const appHostIsNobodyElses = rule(
  ['name', 'state', 'edge.appHost'],
  ([name, state, appHost], { others }) =>
    others
      .filter((other) => other.edge.appHost === appHost)
      .filter((other) => !recovers(state, other.name) && !recovers(other.state, name))
      .map((other) => ({
        field: 'edge.appHost',
        got: appHost,
        allowed: `a host that ${other.name} does not use`,
      })),
);

/** Route 53 makes a second zone of the same name without a word, and nobody ever asks it. */
export const createdZoneIsNobodyElses = rule(['edge.hostedZone'], ([zone], { others }) =>
  others
    .filter((other) => zone.kind === 'create' && other.edge.hostedZone.kind === 'create')
    .filter((other) => other.edge.hostedZone.name === zone.name)
    .map((other) => ({
      field: 'edge.hostedZone.name',
      got: zone.name,
      allowed: `a zone that ${other.name} does not create, or kind: existing`,
    })),
);
