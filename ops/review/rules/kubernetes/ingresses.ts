import type { Assessment, DeployedObject, Json, Side } from '../../change';
import { enumerated, type Found, listAt, missingFrom, objectAt, textAt, textOf } from '../reading/values';
import type { KubernetesRule } from '../rule';

/** Host, path and Service of each way in. */
interface Way {
  readonly host: string;
  readonly path: string;
  readonly backend: string;
}

/** What customers can ask for, and what stands before it. */
export const ingresses: KubernetesRule = ({ what, before, after }, world) => {
  if (after?.kind !== 'Ingress' || what === 'moved') return [];
  const unknown = newlyPublic(before, after, world.before);
  if (!before) return unknown;
  return [...unknown, ...closed(before, after), ...unguarded(before, after)];
};

const waysOf = (object: DeployedObject | null): readonly Way[] =>
  listAt(object?.body, 'spec', 'rules').flatMap((rule) =>
    listAt(rule, 'http', 'paths').map((path) => ({
      host: textAt(rule, 'host') || '*',
      path: textAt(path, 'path') || '/',
      backend: backendOf(path),
    })),
  );

const backendOf = (path: Json): string =>
  `${textAt(path, 'backend', 'service', 'name')}:${textAt(path, 'backend', 'service', 'port', 'number') || textAt(path, 'backend', 'service', 'port', 'name')}`;

const placeOf = ({ host, path }: Way): string => `${host}${path}`;

/** A Service that no host led to before. Another name for one that was public is no news. */
function newlyPublic(before: DeployedObject | null, after: DeployedObject, old: Side): Assessment[] {
  const known = old.objects
    .filter(({ kind, namespace }) => kind === 'Ingress' && namespace === after.namespace)
    .flatMap(waysOf);
  const more = waysOf(after).filter(
    ({ backend }) => ![...known, ...waysOf(before)].some((way) => way.backend === backend),
  );
  return more.length > 0
    ? [
        {
          risk: 'exposure',
          why: `${enumerated(more.map(({ backend }) => backend))} can be asked from outside, as ${enumerated(more.map(placeOf))}.`,
          instead: 'Make sure that it asks for a sign-in before it goes out.',
        },
      ]
    : [];
}

function closed(before: DeployedObject, after: DeployedObject): Assessment[] {
  const [old, now] = [waysOf(before), waysOf(after)];
  const gone = missingFrom(old.map(placeOf), now.map(placeOf));
  const turned = now.filter((way) =>
    old.some((other) => placeOf(other) === placeOf(way) && other.backend !== way.backend),
  );
  return [
    ...(gone.length > 0
      ? [
          {
            risk: 'downtime' as const,
            why: `Customers who ask for ${enumerated(gone)} get an error.`,
            instead: 'Redirect the old name for as long as links to it are around.',
          },
        ]
      : []),
    ...(turned.length > 0
      ? [
          {
            risk: 'downtime' as const,
            why: `${enumerated(turned.map(placeOf))} is answered by ${enumerated(turned.map(({ backend }) => backend))} at once, ready or not.`,
            instead: 'Deploy the new Service first, and lead to it once it is ready.',
          },
        ]
      : []),
  ];
}

const guards = /middleware|auth|allowlist|whitelist|source-range|tls|rate|limit/i;

function unguarded(before: DeployedObject, after: DeployedObject): Assessment[] {
  const tls = ({ body }: DeployedObject): readonly string[] =>
    listAt(body, 'spec', 'tls').flatMap((entry) => listAt(entry, 'hosts').map(textOf));
  const clear = missingFrom(tls(before), tls(after)).filter((host) =>
    waysOf(after).some((way) => way.host === host),
  );
  const [old, now] = [before, after].map(({ body }) => objectAt(body, 'metadata', 'annotations'));
  const dropped = Object.keys(old ?? {}).filter(
    (name) => guards.test(name) && isWeaker(old?.[name], now?.[name]),
  );
  return [
    ...(clear.length > 0
      ? [
          {
            risk: 'exposure' as const,
            why: `${enumerated(clear)} has no certificate: requests travel in clear.`,
          },
        ]
      : []),
    ...(dropped.length > 0
      ? [
          {
            risk: 'exposure' as const,
            why: `Requests pass without what ${enumerated(dropped)} put before them, such as a sign-in or a limit.`,
          },
        ]
      : []),
  ];
}

/** A list of guards with one missing; a guard with another value is not the same guard. */
const isWeaker = (before: Found, after: Found): boolean =>
  missingFrom(guardsIn(before), guardsIn(after)).length > 0;

const guardsIn = (value: Found): readonly string[] =>
  textOf(value ?? '')
    .split(',')
    .filter((guard) => guard !== '');
