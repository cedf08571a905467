import type { ContractRun } from '../contract-run';
import { fails, holds, type Point } from '../point';

/** Looks for the values themselves, as they are and as a URL or base64 would hold them. */
export async function checkSecrets({ log, variables: { secrets } }: ContractRun): Promise<Point[]> {
  const forms = (secret: string): string[] => [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  ];
  const told = secrets.filter((secret) => forms(secret).some((form) => log.includes(form)));
  return [
    told.length > 0
      ? fails(
          'secrets',
          `${told.length} of ${secrets.length} secrets stand in its log`,
          'never print the environment, a URL with a password or a whole error of a connection; the log keeps it for a year',
        )
      : holds('secrets', `none of ${secrets.length} in ${log.split('\n').length} lines`),
  ];
}

/** TEMPORAL_ADDRESS may not answer yet when a pod starts. */
export async function checkTemporal({ stores }: ContractRun): Promise<Point[]> {
  return [
    holds(
      'temporal',
      stores.hasTemporal
        ? 'not tried: a Temporal server ran at TEMPORAL_ADDRESS'
        : 'nothing answered at TEMPORAL_ADDRESS, and it started',
    ),
  ];
}
