import type { Json } from '../tree';

/** What cdk-nag's AwsSolutions rules and CDK's own template validation found, from an assembly's validation report. */
export const findings = (report: Json): string[] =>
  report.pluginReports.flatMap(({ violations }: Json) =>
    violations.flatMap(({ ruleName, description, violatingConstructs }: Json) =>
      violatingConstructs.map(
        ({ constructPath, cloudFormationResource }: Json) =>
          `${constructPath ?? cloudFormationResource?.logicalId}: ${ruleName}: ${description}`,
      ),
    ),
  );
