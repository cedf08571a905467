import type { Fault } from '../errors';
import {
  kubernetesSupport,
  postgresqlSupport,
  type SupportDates,
  supportDatesChecked,
  supportedVersions,
  valkeySupport,
} from '../support-dates';
import { rule } from './rule';

export const kubernetesIsSupported = rule(['cluster.kubernetesVersion'], ([version], { today }) =>
  supportFaults('cluster.kubernetesVersion', version, kubernetesSupport, today),
);

export const postgresqlIsSupported = rule(['database.engineVersion'], ([version], { today }) =>
  supportFaults('database.engineVersion', version, postgresqlSupport, today),
);

export const valkeyIsSupported = rule(['cache.engineVersion'], ([version], { today }) =>
  supportFaults('cache.engineVersion', version, valkeySupport, today),
);

function supportFaults(field: string, version: string, table: SupportDates, today: Date): Fault[] {
  const supported = supportedVersions(table, today);
  if (supported.includes(version)) return [];
  const ended = Object.hasOwn(table, version) ? `, whose standard support ended on ${table[version]}` : '';
  const choice = supported.join(', ') || 'a newer version';
  return [
    {
      field,
      got: `${version}${ended}`,
      allowed: `${choice} (config/support-dates.ts, checked on ${supportDatesChecked})`,
    },
  ];
}
