import type { Fault } from '../errors';
import {
  endOf,
  supportDates,
  supportDatesChecked,
  type SupportedProduct,
  supportedVersions,
} from '../support-dates';
import { rule } from './rule';

export const kubernetesIsSupported = rule(['cluster.kubernetesVersion'], ([version], { today }) =>
  supportFaults('cluster.kubernetesVersion', version, supportDates.kubernetes, today),
);

export const postgresqlIsSupported = rule(['database.engineVersion'], ([version], { today }) =>
  supportFaults('database.engineVersion', version, supportDates.postgresql, today),
);

export const valkeyIsSupported = rule(['cache.engineVersion'], ([version], { today }) =>
  supportFaults('cache.engineVersion', version, supportDates.valkey, today),
);

function supportFaults(field: string, version: string, product: SupportedProduct, today: Date): Fault[] {
  const supported = supportedVersions(product, today);
  if (supported.includes(version)) return [];
  const end = endOf(product, version);
  const ended = end === null ? '' : `, whose standard support ended on ${end}`;
  const choice = supported.join(', ') || 'a newer version';
  return [
    {
      field,
      got: `${version}${ended}`,
      allowed: `${choice} (config/support-dates.ts, checked on ${supportDatesChecked})`,
    },
  ];
}
