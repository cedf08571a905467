import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface ValidationReport {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly violations: readonly {
      readonly ruleName: string;
      readonly description: string;
      readonly violatingConstructs: readonly { readonly constructPath?: string }[];
    }[];
  }[];
}

/** What cdk-nag and CDK's own template validation found and nobody acknowledged, one sentence a construct. */
export function assemblyFindings(assembly: string): string[] {
  const file = join(assembly, 'validation-report.json');
  if (!existsSync(file)) return ['CDK wrote no validation report'];
  const { pluginReports } = JSON.parse(readFileSync(file, 'utf8')) as ValidationReport;
  return pluginReports.flatMap(({ violations }) =>
    violations.flatMap(({ ruleName, description, violatingConstructs }) =>
      violatingConstructs.map(
        ({ constructPath = 'the app' }) => `${constructPath}: ${ruleName}: ${description.trim()}`,
      ),
    ),
  );
}
