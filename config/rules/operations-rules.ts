import type { Fault } from '../errors';
import { rule } from './rule';

/** S3 moves nothing to Standard-IA earlier, and nothing out of it earlier. https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html */
const infrequentAccessDays = 30;

/** Pods read a new password when their node is replaced; before that, the one that they have must stay valid. */
const rotationFields = ['database', 'cache'] as const;

export const logsMoveInOrder = rule(
  ['observability.logs'],
  ([{ infrequentAccessAfterDays, archiveAfterDays, expireAfterDays }]) => [
    ...tooEarly('infrequentAccessAfterDays', infrequentAccessAfterDays, infrequentAccessDays, 'in Standard'),
    ...tooEarly(
      'archiveAfterDays',
      archiveAfterDays,
      infrequentAccessAfterDays + infrequentAccessDays,
      'in Standard-IA',
    ),
    ...(expireAfterDays > archiveAfterDays
      ? []
      : [
          {
            field: 'observability.logs.expireAfterDays',
            got: `${expireAfterDays}`,
            allowed: `more than archiveAfterDays, which is ${archiveAfterDays}`,
          },
        ]),
  ],
);

export const budgetAlertsAreInOrder = rule(['observability.budget.alertAtPercents.*'], ([percents]) =>
  percents
    .filter(({ value }, index) => percents.slice(0, index).some((earlier) => earlier.value >= value))
    .map(({ field, value }) => ({ field, got: `${value}`, allowed: 'more than the entry before it' })),
);

export const ceilingIsAboveFloor = rule(['cost'], ([{ floorMonthlyUsdMax, ceilingMonthlyUsdMax }]) =>
  ceilingMonthlyUsdMax >= floorMonthlyUsdMax
    ? []
    : [
        {
          field: 'cost.ceilingMonthlyUsdMax',
          got: `${ceilingMonthlyUsdMax}`,
          allowed: `at least cost.floorMonthlyUsdMax, which is ${floorMonthlyUsdMax}`,
        },
      ],
);

/** Else the budget's last alert goes off each month, and nobody looks at it any more. */
export const budgetCoversFloor = rule(
  ['observability.budget.monthlyUsd', 'cost.floorMonthlyUsdMax'],
  ([monthlyUsd, floorMonthlyUsdMax]) =>
    monthlyUsd >= floorMonthlyUsdMax
      ? []
      : [
          {
            field: 'observability.budget.monthlyUsd',
            got: `${monthlyUsd}`,
            allowed: `at least cost.floorMonthlyUsdMax, which is ${floorMonthlyUsdMax}`,
          },
        ],
);

export const passwordsOutliveNodes = rotationFields.map((store) =>
  rule(
    [
      `${store}.credentialRotationDays`,
      'cluster.pools.general.nodeExpiryDays',
      'cluster.pools.workers.nodeExpiryDays',
    ],
    ([rotationDays, ...expiryDays]) => {
      const oldest = Math.max(...expiryDays);
      return rotationDays > oldest
        ? []
        : [
            {
              field: `${store}.credentialRotationDays`,
              got: `${rotationDays}`,
              allowed: `more than the oldest node's ${oldest} days (cluster.pools.*.nodeExpiryDays)`,
            },
          ];
    },
  ),
);

export const queuesFailOver = rule(['deploysTo', 'cache.queues.replicas'], ([deploysTo, replicas]) =>
  deploysTo === 'aws' && replicas === 0
    ? [
        {
          field: 'cache.queues.replicas',
          got: '0',
          allowed: '1 to 5: a node without a replica cannot fail over, and every queue stops with it',
        },
      ]
    : [],
);

function tooEarly(field: string, days: number, least: number, where: string): Fault[] {
  return days < least
    ? [
        {
          field: `observability.logs.${field}`,
          got: `${days}`,
          allowed: `at least ${least}: S3 keeps an object ${infrequentAccessDays} days ${where}`,
        },
      ]
    : [];
}
