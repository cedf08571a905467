import type { PlatformReport } from './platform-report';
import { table } from './table';

const kilobytes = (bytes: number): string => `${Math.ceil(bytes / 1000)} KB`;
const indent = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

/** The report for people, with what to type next. */
export function reportText(report: PlatformReport, folders: readonly string[]): string {
  const { environment, purpose, findings } = report;
  return [
    `${environment}: ${purpose}`,
    ...stackLines(report),
    '',
    'Workloads',
    ...indent(
      table(
        report.workloads.map(({ namespace, name, kind, replicas }) => [
          `${namespace}/${name}`,
          kind,
          replicas,
        ]),
      ),
    ),
    '',
    findings.length === 0
      ? 'Findings: none (cdk-nag AwsSolutions, CDK template validation, Kubernetes types, limits of cost)'
      : `Findings: ${findings.length}`,
    ...indent(findings),
    ...(report.uncheckedKinds.length > 0
      ? [`Not checked, because the Kubernetes client does not know them: ${report.uncheckedKinds.join(', ')}`]
      : []),
    '',
    ...costLines(report),
    `Written: ${folders.join(' and ')}`,
    'Next',
    ...indent(nextSteps(report)),
  ].join('\n');
}

function stackLines({ stacks }: PlatformReport): string[] {
  if (stacks.length === 0) return [];
  const resources = stacks.reduce((sum, stack) => sum + stack.resources, 0);
  return [
    '',
    'Stacks, in the order in which they are deployed',
    ...indent(
      table([
        ['', '', 'resources', 'template'],
        ...stacks.map(({ name, region, resources: count, templateBytes }) => [
          name,
          region,
          `${count}`,
          kilobytes(templateBytes),
        ]),
        [`total of ${stacks.length}`, '', `${resources}`, ''],
      ]),
    ),
  ];
}

function costLines({ environment, costUsd: { floor, typical, ceiling }, stacks }: PlatformReport): string[] {
  if (stacks.length === 0) return [];
  return [
    `A month at AWS, list price: floor $${Math.round(floor)}, typical $${Math.round(typical)}, ceiling $${Math.round(ceiling)} (npx platform cost --environment ${environment})`,
    '',
  ];
}

function nextSteps({ environment, stacks, findings }: PlatformReport): string[] {
  if (findings.length > 0)
    return ['mend the findings above, or acknowledge each on its construct with a reason'];
  return table([
    ['npm test', 'all tests that need nothing but Node'],
    ...(stacks.length > 0
      ? [
          [`npx cdk diff -c environment=${environment}`, 'what a deploy would change (AWS credentials)'],
          [
            `npx cdk deploy -c environment=${environment} --all`,
            'deploy (after cdk bootstrap, see README.md)',
          ],
        ]
      : [[`kubectl apply -f rendered`, 'apply the charts to a cluster on this machine']]),
  ]);
}
