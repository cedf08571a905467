import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CostInputs } from '../../../ops/cost/cost-model';
import { costModel } from '../../../ops/cost/cost-model';
import type { CostedResource } from '../../../ops/cost/assembly/costed-stacks';
import { openPriceBook, PriceBook, type PriceBookFile } from '../../../ops/cost/prices/open-price-book';
import { priceBookFile } from '../../../ops/cost/prices/open-price-book';
import { assumedUsage } from '../../../ops/cost/usage/assumed-usage';
import { Load } from '../../../ops/cost/usage/load';

export const frozenProductionFile = join(__dirname, 'golden/production.json');

/**
 * Production as it was on a day, so that sums done by hand stay true. `node -r ts-node/register
 * test/ops/cost/freeze-production.ts` freezes it anew from cdk.out; the sums are then done anew, by hand.
 */
export const frozenProduction = (): CostInputs => JSON.parse(readFileSync(frozenProductionFile, 'utf8'));

export const modelOf = (inputs: CostInputs, book: PriceBook = openPriceBook(), customers = 100) =>
  costModel(inputs, new Load({ ...assumedUsage, customers }), book);

/** Production with a resource besides. */
export const withResource = (resource: Partial<CostedResource>): CostInputs => {
  const inputs = frozenProduction();
  const added: CostedResource = {
    stack: 'production-extra',
    region: 'us-east-1',
    logicalId: 'Extra',
    name: 'Extra',
    type: 'AWS::SQS::Queue',
    properties: {},
    ...resource,
  };
  return { ...inputs, resources: [...inputs.resources, added] };
};

/** The price book as data. */
export const priceBookData = (): PriceBookFile => JSON.parse(readFileSync(priceBookFile, 'utf8'));

/** The price book without some rows. */
export function bookWithout(...ids: readonly string[]): PriceBook {
  const file = priceBookData();
  return new PriceBook({ ...file, prices: file.prices.filter(({ id }) => !ids.includes(id)) });
}
