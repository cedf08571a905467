import type { CostedResource } from '../assembly/costed-stacks';
import { always, type Columns, scaled } from '../columns';
import type { Charge } from '../cost-line';
import { daysPerMonth } from '../usage/load';
import { type CostWorld, type ResourceRule, UnknownCost } from './resource-rule';

const storageClasses: Readonly<Record<string, string>> = {
  STANDARD: 's3.standard',
  STANDARD_IA: 's3.ia',
  GLACIER_IR: 's3.glacier_ir',
  GLACIER: 's3.glacier_flexible',
  DEEP_ARCHIVE: 's3.deep_archive',
};

interface Step {
  readonly storageClass: string;
  readonly fromDay: number;
}

/**
 * What buckets hold, by the end of their names; the first that fits. `arriving`: so much new each month, which the
 * life cycle moves and deletes; `kept`: so much at any time.
 */
const contents: readonly (readonly [
  RegExp,
  (world: CostWorld) => { arriving: Columns } | { kept: Columns },
])[] = [
  [/AccessLogBucket$/, ({ load }) => ({ arriving: load.volume('accessLogGib') })],
  [/TrailBucket$/, ({ load }) => ({ arriving: load.volume('auditTrailGib') })],
  [/ExportsBucket$/, ({ load }) => ({ kept: load.volume('exportsGib') })],
  [/LogBucket$/, ({ load }) => ({ arriving: load.volume('archivedLogGib') })],
];

export const bucket: ResourceRule = (resource, world) => {
  const [, contentOf] = contents.find(([name]) => name.test(resource.name)) ?? [];
  if (!contentOf) throw new UnknownCost('nobody knows what this bucket holds: say so in storage-costs.ts');
  const content = contentOf(world);
  return [
    ...('kept' in content ? [stored('STANDARD', content.kept)] : arriving(resource, content.arriving)),
    {
      item: 'writes to the bucket',
      priceId: 's3.put1k',
      quantity: scaled(world.load.volume('s3Writes'), 1e-3 / bucketsOf(world)),
    },
    ...replication(resource, content),
  ];
};

const bucketsOf = ({ resources }: CostWorld): number =>
  resources.filter(({ type }) => type === 'AWS::S3::Bucket').length;

/** What arrives each month lies in each class for as long as the life cycle says. */
function arriving(resource: CostedResource, perMonth: Columns): Charge[] {
  const { steps, expiryDays } = lifecycle(resource);
  return steps.map(({ storageClass, fromDay }, index) => {
    const untilDay = steps[index + 1]?.fromDay ?? expiryDays;
    return stored(storageClass, scaled(perMonth, (untilDay - fromDay) / daysPerMonth));
  });
}

function lifecycle({ properties }: CostedResource): { steps: Step[]; expiryDays: number } {
  const rules: {
    readonly ExpirationInDays?: number;
    readonly Transitions?: readonly { readonly StorageClass: string; readonly TransitionInDays: number }[];
  }[] = properties.LifecycleConfiguration?.Rules ?? [];
  const expiryDays = rules.find(({ ExpirationInDays }) => ExpirationInDays !== undefined)?.ExpirationInDays;
  if (expiryDays === undefined) {
    throw new UnknownCost('what arrives in this bucket never leaves it: give it a life cycle that deletes');
  }
  const moves = rules
    .flatMap(({ Transitions = [] }) => Transitions)
    .map(({ StorageClass, TransitionInDays }) => ({ storageClass: StorageClass, fromDay: TransitionInDays }))
    .sort((one, other) => one.fromDay - other.fromDay);
  return { steps: [{ storageClass: 'STANDARD', fromDay: 0 }, ...moves], expiryDays };
}

function stored(storageClass: string, quantity: Columns): Charge {
  const priceId = storageClasses[storageClass];
  if (!priceId)
    throw new UnknownCost(`the storage class ${storageClass} has no price: add it to storage-costs.ts`);
  return { item: `stored, ${storageClass}`, priceId, quantity };
}

/** Exports last 30 days, so about as much is copied in a month as is kept. */
function replication(resource: CostedResource, content: { kept?: Columns; arriving?: Columns }): Charge[] {
  const quantity = content.kept ?? content.arriving;
  return resource.properties.ReplicationConfiguration === undefined || !quantity
    ? []
    : [{ item: 'copying to the other region', priceId: 'dt.region', quantity }];
}

export const imageRepository: ResourceRule = (_, { load }) => [
  { item: 'images', priceId: 'ecr.gb', quantity: load.volume('imagesGib') },
];

/** Every image goes to the other region once; a repository turns over in about a month. */
export const imageReplication: ResourceRule = ({ properties }, { load }) => {
  const rules: { Destinations: readonly unknown[] }[] = properties.ReplicationConfiguration?.Rules ?? [];
  const destinations = rules.reduce((sum, { Destinations }) => sum + Destinations.length, 0);
  return [
    {
      item: 'copying images to the other region',
      priceId: 'dt.region',
      quantity: scaled(load.volume('imagesGib'), destinations),
    },
  ];
};

/** A claim or the volumes of a stateful set. */
export const volumeCharge = (gib: number): Charge => ({
  item: 'gp3 volume',
  priceId: 'ebs.gp3.gb',
  quantity: always(gib),
});
