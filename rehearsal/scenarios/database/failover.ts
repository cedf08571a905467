import { setTimeout as sleep } from 'node:timers/promises';
import { fallSilent } from '../../nodes/silence';
import type { Scenario, Stage } from '../scenario';
import { type TenantHappening, underTenantRequests } from '../traffic/under-tenant-requests';

/** Until everything works again by itself once the new primary is there. */
const recoverySecondsMax = 60;
/** RDS takes one to two minutes in all; this much is enough for every client to notice. */
const secondsWithoutPrimary = 20;

/**
 * The database's primary vanishes without a word while a tenant's users work, and its standby takes its place: under the
 * same name, at another address. RDS does so with a Multi-AZ instance within one or two minutes.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.Failover.html
 */
export const databaseFailover: Scenario = {
  name: "the database's primary is replaced under requests",
  nodes: ['real'],
  hindrance: () => null,
  run: (stage) => underTenantRequests(stage, () => failOver(stage)),
};

async function failOver({ cluster: { real }, progress }: Stage): Promise<TenantHappening> {
  const { outside, lead } = real!;
  const { database, databaseNames } = outside;
  const standby = await database.addStandby();
  progress('the primary vanishes');
  const lostAt = Date.now();
  const wake = await fallSilent(database.address);
  await sleep(secondsWithoutPrimary * 1000);
  const address = await database.failOver(standby);
  lead(Object.fromEntries(databaseNames.map((name) => [name, address])));
  // The machine of the old one is there again, as RDS makes a standby of it.
  await wake();
  const restoredAt = Date.now();
  // What was copied before belongs to the history of the lost primary.
  await database.takeBackup();
  const seconds = (restoredAt - lostAt) / 1000;
  return {
    figure: `the new primary was there ${seconds.toFixed(1)} s after the old one vanished`,
    figures: { secondsToReplace: seconds },
    faults: [],
    interruption: { restoredAt, secondsMax: recoverySecondsMax },
  };
}
