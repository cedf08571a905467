import { type Contradiction, type Draft, inProduction, inRecovery } from './contradiction';

export const recoveryContradictions: readonly Contradiction[] = [
  inProduction(
    'regional backups without their key',
    (d) => (d.recovery.regionalCopies = { enabled: false, reason: 'nobody asked for a second region yet' }),
    ['database.regionalBackups.enabled'],
  ),
  inRecovery('a replica of nobody', (d) => (d.state.environment = 'prodution'), [
    'state.environment',
    'database.from.kind',
    'edge.appHost',
  ]),
  inRecovery('a replica of itself', (d) => (d.state.environment = 'recovery'), [
    'state.environment',
    'database.from.kind',
    'edge.appHost',
  ]),
  inRecovery('a replica in a region without copies', (d) => inRegion(d, 'eu-west-1'), ['state.environment']),
  inRecovery('a replica of an environment without copies', (d) => (d.state.environment = 'starter'), [
    'state.environment',
    'database.from.kind',
    'edge.hostedZone.name',
    'edge.appHost',
  ]),
  inProduction(
    'a replica of a replica',
    (d) => {
      d.state = { kind: 'replicaOf', environment: 'recovery' };
      d.database.from = { kind: 'pointInTime', sourceInstanceIdentifier: 'recovery', restoreTime: 'latest' };
      d.recovery.regionalCopies = { enabled: false, reason: 'a replica cannot be copied once more' };
      d.database.regionalBackups = d.recovery.regionalCopies;
    },
    ['state.environment', 'state.environment'],
  ),
  inRecovery('a replica with an empty database', (d) => (d.database.from = { kind: 'new' }), [
    'database.from.kind',
  ]),
  inProduction(
    'a regional replica without an origin',
    (d) => (d.database.from = { kind: 'regionalReplica', restoreTime: 'latest' }),
    ['database.from.kind'],
  ),
  inRecovery('a restore into less storage', (d) => (d.database.storageGib = 100), ['database.storageGib']),
  inRecovery('copies of a replica', (d) => (d.recovery.regionalCopies = { enabled: true }), [
    'recovery.regionalCopies.enabled',
  ]),
];

function inRegion(draft: Draft, region: string): void {
  draft.region = region;
  for (const zone of draft.network.zones) zone.name = `${region}${zone.name.at(-1)}`;
}
