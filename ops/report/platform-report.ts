import type { Environment } from '../../config/schema';
import { costedResources } from '../cost/assembly/costed-stacks';
import { assumedUsageOf, costSummary } from '../cost/report/cost-report';
import { openPriceBook } from '../cost/prices/open-price-book';
import type { Columns } from '../cost/columns';
import { checkObjects, type ObjectData } from '../kubernetes/object-faults';
import { assemblyFindings } from './assembly-findings';
import { type StackSummary, stackSummaries } from './stacks';
import { type WorkloadSummary, workloadSummaries } from './workloads';

/** What an environment turned into, and what the checks say about it. */
export interface PlatformReport {
  readonly environment: string;
  readonly purpose: string;
  readonly stacks: readonly StackSummary[];
  readonly workloads: readonly WorkloadSummary[];
  /** US dollars a month at list price, without model providers. */
  readonly costUsd: Columns;
  /** Open findings of all checks; empty: nothing to look at. */
  readonly findings: readonly string[];
  /** Kinds of extensions, which the Kubernetes client cannot check. */
  readonly uncheckedKinds: readonly string[];
}

/** @param assembly folder of the cloud assembly; null where the environment has no stacks. */
export function platformReport(
  environment: Environment,
  assembly: string | null,
  charts: readonly { readonly objects: readonly ObjectData[] }[],
): PlatformReport {
  const objects = charts.flatMap((chart) => chart.objects);
  const { faults, unchecked } = checkObjects(objects);
  const cost = costSummary(
    environment,
    { resources: assembly === null ? [] : costedResources(assembly), objects },
    assumedUsageOf(environment),
    openPriceBook(),
  );
  return {
    environment: environment.name,
    purpose: environment.purpose,
    stacks: assembly === null ? [] : stackSummaries(assembly),
    workloads: workloadSummaries(objects),
    costUsd: cost.model.totals,
    findings: [...(assembly === null ? [] : assemblyFindings(assembly)), ...faults, ...cost.findings],
    uncheckedKinds: unchecked,
  };
}
