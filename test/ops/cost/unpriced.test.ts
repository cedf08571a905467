import { gateFindings } from '../../../ops/cost/gates';
import { bookWithout, frozenProduction, modelOf, withResource } from './frozen-production';

test('the frozen production has a price for everything', () => {
  expect(modelOf(frozenProduction()).unpriced).toEqual([]);
});

test('a type that nobody has priced is unpriced', () => {
  expect(modelOf(withResource({ type: 'AWS::SQS::Queue' })).unpriced).toEqual([
    {
      stack: 'production-extra',
      resource: 'Extra',
      type: 'AWS::SQS::Queue',
      why: expect.stringContaining('nobody has said what this type costs'),
    },
  ]);
});

test.each(['constructor', 'toString', '__proto__'])('a type named %s is unpriced', (type) => {
  expect(modelOf(withResource({ type })).unpriced).toHaveLength(1);
});

test('a price row that is missing makes what needs it unpriced', () => {
  expect(
    modelOf(frozenProduction(), bookWithout('nat.hour')).unpriced.map(({ resource, why }) => [resource, why]),
  ).toEqual(
    ['1', '2', '3'].map((number) => [
      `VpcpublicSubnet${number}NATGateway`,
      'the price book has no row nat.hour: add it to price-book.json',
    ]),
  );
});

test.each(['ec2.m7g.large', 'eksauto.m6g.large', 'spot.m6g.large'])(
  'a pool without the row %s is unpriced',
  (id) => {
    const { unpriced } = modelOf(frozenProduction(), bookWithout(id));
    expect(unpriced.map(({ type, why }) => [type, why.includes(id)])).toContainEqual(['NodePool', true]);
  },
);

test.each([
  ['a region whose prices nobody wrote down', { type: 'AWS::EC2::EIP', region: 'eu-west-1' }, 'eu-west-1'],
  ['a bucket of unknown content', { type: 'AWS::S3::Bucket', name: 'Things' }, 'what this bucket holds'],
  [
    'a bucket that keeps everything',
    { type: 'AWS::S3::Bucket', name: 'NewLogBucket' },
    'give it a life cycle that deletes',
  ],
  [
    'a database engine without prices',
    { type: 'AWS::RDS::DBInstance', properties: { Engine: 'mysql', DBInstanceClass: 'db.m7g.large' } },
    'the engine mysql has no prices',
  ],
  [
    'a cache that does not say how many nodes it has',
    { type: 'AWS::ElastiCache::ReplicationGroup', properties: { CacheNodeType: 'cache.m7g.large' } },
    'NumCacheClusters',
  ],
  [
    'a backup plan that never deletes',
    { type: 'AWS::Backup::BackupPlan', properties: { BackupPlan: { BackupPlanRule: [{}] } } },
    'DeleteAfterDays',
  ],
])('%s is unpriced', (_, resource, sentence) => {
  const { unpriced } = modelOf(withResource(resource));
  expect(unpriced.map(({ why }) => why)).toEqual([expect.stringContaining(sentence)]);
});

test('a pod that selects a pool of no chart is unpriced', () => {
  const { objects, ...rest } = frozenProduction();
  const pools = objects.filter(({ metadata }) => metadata.name !== 'workers');
  expect(modelOf({ ...rest, objects: pools }).unpriced.map(({ resource }) => resource)).toEqual([
    'Deployment/worker',
  ]);
});

test('a gate that is passed is told with the figure and the field', () => {
  const model = modelOf(frozenProduction());
  const cost = { assumedCustomers: 100, floorMonthlyUsdMax: 1255, ceilingMonthlyUsdMax: 2840 };
  expect(gateFindings({ name: 'production', cost }, model)).toEqual([
    'production: the floor is $1256 a month, and cost.floorMonthlyUsdMax allows $1255: make something smaller, or raise the limit',
    'production: the ceiling is $2841 a month, and cost.ceilingMonthlyUsdMax allows $2840: make something smaller, or raise the limit',
  ]);
});

test('a gate that is just kept is silent', () => {
  const cost = { assumedCustomers: 100, floorMonthlyUsdMax: 1256, ceilingMonthlyUsdMax: 2842 };
  expect(gateFindings({ name: 'production', cost }, modelOf(frozenProduction()))).toEqual([]);
});
