import type { DBInstanceAutomatedBackup } from '@aws-sdk/client-rds';

/** The database whose copies count among the automated backups that a region holds. */
export interface Watched {
  readonly sourceRegion: string;
  readonly instanceIdentifier: string;
}

/**
 * Minutes since the newest moment that the copies can restore, of the worst one; null when there is no copy, or one
 * that cannot be restored at all yet. Copies of deleted databases (`retained`) stand still by design and do not count.
 */
export function ageMinutes(
  backups: readonly DBInstanceAutomatedBackup[],
  watched: Watched,
  now: Date,
): number | null {
  const newestMoments = backups
    .filter((backup) => isCopy(backup, watched))
    .map((backup) => backup.RestoreWindow?.LatestTime);
  if (newestMoments.length === 0) return null;
  const ages = newestMoments.map((moment) => (moment ? (now.getTime() - moment.getTime()) / 60_000 : null));
  return ages.some((age) => age === null) ? null : Math.max(...ages.map(Number));
}

/** The ARN is the source instance's; an instance of this region may have the same name. */
function isCopy({ DBInstanceArn, Status }: DBInstanceAutomatedBackup, watched: Watched): boolean {
  const [, , , region, , , identifier] = DBInstanceArn?.split(':') ?? [];
  return (
    region === watched.sourceRegion && identifier === watched.instanceIdentifier && Status !== 'retained'
  );
}
