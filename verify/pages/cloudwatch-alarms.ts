import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An alarm of CloudWatch, as a template has it. */
export interface CloudWatchAlarm {
  readonly name: string;
  readonly periodSeconds: number;
  /** How many of the periods that are looked at must be bad. */
  readonly periods: number;
}

interface AlarmProperties {
  readonly AlarmName: string;
  readonly Period?: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly Metrics?: readonly {
    readonly Period?: number;
    readonly MetricStat?: { readonly Period: number };
  }[];
}

interface Template {
  readonly Resources?: Readonly<
    Record<string, { readonly Type: string; readonly Properties: AlarmProperties }>
  >;
}

/** Alarms of all templates of an assembly, by name. */
export const alarmsOf = (assembly: string): readonly CloudWatchAlarm[] =>
  readdirSync(assembly)
    .filter((file) => file.endsWith('.template.json'))
    .flatMap((file) => alarmsOfTemplate(JSON.parse(readFileSync(join(assembly, file), 'utf8')) as Template))
    .sort((one, other) => one.name.localeCompare(other.name));

/** @throws Error when an alarm has no period. */
export const alarmsOfTemplate = ({ Resources = {} }: Template): readonly CloudWatchAlarm[] =>
  Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
    .map(
      ({ Properties: { AlarmName: name, Period, EvaluationPeriods, DatapointsToAlarm, Metrics = [] } }) => {
        const periods = [Period, ...Metrics.flatMap((metric) => [metric.Period, metric.MetricStat?.Period])];
        const periodSeconds = Math.max(...periods.filter((period) => period !== undefined));
        if (periodSeconds <= 0) throw new Error(`the alarm ${name} has no period`);
        return { name, periodSeconds, periods: DatapointsToAlarm ?? EvaluationPeriods };
      },
    );
