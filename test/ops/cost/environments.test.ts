import { environments } from '../../../config/load';
import { costedResources } from '../../../ops/cost/assembly/costed-stacks';
import { openPriceBook } from '../../../ops/cost/prices/open-price-book';
import { assumedUsageOf, costSummary } from '../../../ops/cost/report/cost-report';
import { freeTypes } from '../../../ops/cost/resources/free-types';
import { pricedTypes } from '../../../ops/cost/resources/priced-types';
import { assemblyFolder, synthesizedTree } from '../../support/synthesized';
import { variants } from '../../support/variants';

function summaryOf(name: string) {
  const { environment, charts } = synthesizedTree(name);
  const onAws = environment.deploysTo === 'aws';
  return costSummary(
    environment,
    {
      resources: onAws ? costedResources(assemblyFolder(name)) : [],
      objects: charts.flatMap(({ objects }) => objects),
    },
    assumedUsageOf(environment),
    openPriceBook(),
  );
}

test.each(Object.keys(environments))('%s keeps to its limits of cost, and everything has a price', (name) => {
  expect(summaryOf(name).findings).toEqual([]);
});

test.each(variants.filter(({ validated }) => validated).map(({ name }) => name))(
  '%s has nothing that is unpriced',
  (name) => {
    expect(summaryOf(name).model.unpriced).toEqual([]);
  },
);

test('production costs more with every option on', () => {
  expect(summaryOf('everything-on').model.totals.floor).toBeGreaterThan(
    summaryOf('production').model.totals.floor,
  );
});

test('a machine of one’s own costs nothing', () => {
  expect(summaryOf('rehearsal').model.totals).toEqual({ floor: 0, typical: 0, ceiling: 0 });
});

test('no type is both priced and free', () => {
  expect(Object.keys(pricedTypes).filter((type) => Object.hasOwn(freeTypes, type))).toEqual([]);
});

test.each(Object.keys(environments))(
  'the floor of %s is under its typical month, that under its ceiling',
  (name) => {
    const { floor, typical, ceiling } = summaryOf(name).model.totals;
    expect([floor, typical, ceiling]).toEqual([floor, typical, ceiling].sort((one, other) => one - other));
  },
);
