import { rule } from './rule';

/** The replicated backups are encrypted by a key that the recovery region's stack makes. */
export const regionalBackupsHaveTheirKey = rule(
  ['database.regionalBackups.enabled', 'recovery.regionalCopies.enabled'],
  ([backups, copies]) =>
    backups && !copies
      ? [
          {
            field: 'database.regionalBackups.enabled',
            got: 'true',
            allowed: 'false, or recovery.regionalCopies.enabled: true, which makes the key in that region',
          },
        ]
      : [],
);

export const originIsAnotherEnvironment = rule(['name', 'state'], ([name, state], { others }) => {
  if (state.kind === 'own' || others.some((other) => other.name === state.environment)) return [];
  const names = others.map((other) => other.name).join(', ');
  return [
    {
      field: 'state.environment',
      got: state.environment,
      allowed: state.environment === name ? `an environment other than itself: ${names}` : names,
    },
  ];
});

export const originLeavesReplicasHere = rule(['region', 'state'], ([region, state], { others }) =>
  others
    .filter((other) => state.kind === 'replicaOf' && other.name === state.environment)
    .filter((origin) => origin.recoveryRegion !== region || !origin.recovery.regionalCopies.enabled)
    .map((origin) => ({
      field: 'state.environment',
      got: origin.name,
      allowed: `an environment with regionalCopies in ${region}; those of ${origin.name} are ${
        origin.recovery.regionalCopies.enabled ? `in ${origin.recoveryRegion}` : 'off'
      }`,
    })),
);

/** A chain of replicas has nobody at its end who owns the keys. */
export const originOwnsItsState = rule(['state'], ([state], { others }) =>
  others
    .filter((other) => state.kind === 'replicaOf' && other.name === state.environment)
    .filter((origin) => origin.state.kind !== 'own')
    .map((origin) => ({
      field: 'state.environment',
      got: origin.name,
      allowed: 'an environment whose own state is { kind: own }',
    })),
);

/** The replicated secrets are logins of the origin's database: an empty one does not know them. */
export const replicaRestoresItsDatabase = rule(['state', 'database.from'], ([state, from]) =>
  state.kind === 'replicaOf' && from.kind === 'new'
    ? [
        {
          field: 'database.from.kind',
          got: 'new',
          allowed: `snapshot, pointInTime or regionalReplica, because state is a replica of ${state.environment}`,
        },
      ]
    : [],
);

export const regionalReplicaHasAnOrigin = rule(['state', 'database.from'], ([state, from], { others }) => {
  if (from.kind !== 'regionalReplica') return [];
  const replicates = others.some(
    (other) =>
      state.kind === 'replicaOf' &&
      other.name === state.environment &&
      other.database.regionalBackups.enabled,
  );
  return replicates
    ? []
    : [
        {
          field: 'database.from.kind',
          got: 'regionalReplica',
          allowed:
            'new, snapshot or pointInTime, unless state is replicaOf an environment with regionalBackups',
        },
      ];
});

/** RDS restores into no less storage than the source has. */
export const restoredStorageIsNotSmaller = rule(
  ['state', 'database.from', 'database.storageGib'],
  ([state, from, storageGib], { others }) =>
    others
      .filter((other) => state.kind === 'replicaOf' && other.name === state.environment)
      .filter((origin) => from.kind !== 'new' && storageGib < origin.database.storageGib)
      .map((origin) => ({
        field: 'database.storageGib',
        got: `${storageGib}`,
        allowed: `at least ${origin.database.storageGib}, which ${origin.name} has`,
      })),
);

/** KMS replicates primary keys only, and Secrets Manager primary secrets: a replica must be promoted first. */
export const replicaIsNotCopiedAgain = rule(
  ['state.kind', 'recovery.regionalCopies.enabled'],
  ([kind, copies]) =>
    kind === 'replicaOf' && copies
      ? [
          {
            field: 'recovery.regionalCopies.enabled',
            got: 'true',
            allowed: 'false while state is a replica: AWS copies no replica of a key or a secret',
          },
        ]
      : [],
);
