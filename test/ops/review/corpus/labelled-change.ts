import type { App } from 'aws-cdk-lib';
import type { Environment } from '../../../../config/schema';
import type { Risk } from '../../../../ops/review/change';
import type { Json } from '../../../laws/tree';
import type { BaseName } from './bases';

/** An environment that was changed; the result must pass the config's validation. */
export type ConfigEdit = (environment: Environment) => Environment;

/** Changes a chart's objects in place, before they reach a manifest, a gate or a list of what a chart holds. */
export type ChartEdit = (objects: Json[]) => void;

/** One place of a source file: `from` must stand in it exactly once. */
export interface SourceEdit {
  /** From the repository's root, such as `config/flows.ts`. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** What somebody changed. Config, stacks and charts may be changed together; sources stand alone. */
export interface Edit {
  readonly config?: ConfigEdit;
  /** Of the constructed app, before its synthesis. */
  readonly stacks?: (app: App) => void;
  /** By the chart's name. */
  readonly charts?: Readonly<Record<string, ChartEdit>>;
  /** In a copy of the repository, which a process of its own synthesizes. */
  readonly sources?: readonly SourceEdit[];
}

/** A change of the platform with the verdict that a person gave it. */
export interface LabelledChange {
  /** Unique in the corpus. */
  readonly name: string;
  /** What it is a change of. */
  readonly environment: BaseName;
  readonly edit: Edit;
  /** From the requirements and the documentation of AWS and Kubernetes, never from what the rules say. */
  readonly expected: Risk;
  /**
   * The change that has the expected risk, such as `production-database/Instance` or `kubernetes/app/Deployment/api`,
   * so that a verdict is not right by chance. Absent where all is safe.
   */
  readonly at?: string;
  /** Why the label is right, with its source. */
  readonly why: string;
  /** Safe, and looks like a danger. */
  readonly frightening?: true;
}
