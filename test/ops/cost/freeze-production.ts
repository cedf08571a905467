import { writeFileSync } from 'node:fs';
import { environmentCharts } from '../../../bin/environment-charts';
import { production } from '../../../config/environments/production';
import { costedResources } from '../../../ops/cost/assembly/costed-stacks';
import type { CostInputs } from '../../../ops/cost/cost-model';
import { defaultCustomers } from '../../../ops/cost/customers/plans';
import { openPriceBook } from '../../../ops/cost/prices/open-price-book';
import { costReport } from '../../../ops/cost/report/cost-report';
import { freeTypes } from '../../../ops/cost/resources/free-types';
import { assumedUsage } from '../../../ops/cost/usage/assumed-usage';
import { formatted } from '../../../verify/formatted';
import { frozenProductionFile } from './frozen-production';
import { ReadFields } from './read-fields';

/** Kinds that make AWS charge something, or say how many pods there are. */
const kinds = [
  'NodeClass',
  'NodePool',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'HorizontalPodAutoscaler',
  'ScaledObject',
  'PersistentVolumeClaim',
  'Service',
];

const report = (inputs: CostInputs) =>
  costReport(production, inputs, assumedUsage, defaultCustomers, openPriceBook());

/** Writes production as it is today with those fields that the model reads, and no other. Argument: its assembly. */
async function freeze(assembly: string): Promise<void> {
  const whole: CostInputs = {
    environment: production.name,
    region: production.region,
    resources: costedResources(assembly),
    objects: environmentCharts(production).flatMap(({ objects }) => objects),
  };
  const fields = new ReadFields();
  report({ ...whole, resources: fields.watch(whole.resources), objects: fields.watch(whole.objects) });
  const frozen: CostInputs = {
    ...whole,
    resources: (fields.kept(whole.resources) as typeof whole.resources)
      .map(({ properties = {}, ...resource }) => ({ ...resource, properties }))
      .filter(({ type, properties }) => !(type in freeTypes) || Object.keys(properties).length > 0),
    objects: (fields.kept(whole.objects) as typeof whole.objects).filter(
      ({ kind, spec }) => kinds.includes(kind) && (kind !== 'Service' || spec?.type === 'LoadBalancer'),
    ),
  };
  const { free: _ofAll, ...expected } = report(whole).model;
  const { free: _ofSome, ...found } = report(frozen).model;
  if (JSON.stringify(found) !== JSON.stringify(expected))
    throw new Error('what is frozen is priced otherwise than production');
  const text = JSON.stringify({ frozenOn: new Date().toISOString().slice(0, 10), ...frozen });
  writeFileSync(frozenProductionFile, await formatted(frozenProductionFile, text));
}

void freeze(process.argv[2] ?? 'cdk.out');
