import { type ApiObject, type ApiServer, UnknownKind } from '../cluster/api-server';
import type { RehearsalCluster } from '../cluster/rehearsal-cluster';
import { definitionsFor, isDocumentedOnly } from './definitions';
import { preparationOf } from './preparation';

/** An environment's charts, in the order in which they are applied. */
export interface RenderedEnvironment {
  readonly environment: string;
  readonly charts: readonly { readonly name: string; readonly objects: readonly ApiObject[] }[];
}

/** Something that the API server did not take as it is. */
export interface Finding {
  readonly environment: string;
  /** Such as `Deployment app/api of the chart app`. */
  readonly object: string;
  readonly kind: 'refused' | 'warning';
  /** The API server's own words. */
  readonly message: string;
}

export interface Acceptance {
  /** How many objects the API server took, held against definitions that somebody serves. */
  readonly accepted: number;
  /** How many fit a definition that is written from a reference, and that nobody serves. */
  readonly documented: number;
  readonly findings: readonly Finding[];
  /** What was not tried, in sentences. */
  readonly notes: readonly string[];
}

interface Judged {
  readonly environment: string;
  readonly chart: string;
  readonly object: ApiObject;
}

export interface AcceptanceOptions {
  /** Whether a cluster of somebody else may get the namespaces and definitions that it lacks, until the end. */
  readonly apply: boolean;
}

/**
 * Sends every object of every environment through a server-side apply with strict validation, as a dry run: the API
 * server checks fields, values and admission, and keeps nothing. A refusal is a finding, and so is a warning.
 *
 * Namespaces and definitions have to be there before. A cluster of ours gets them; one of somebody else only those that
 * it lacks, and only with `apply`.
 */
export async function accept(
  cluster: RehearsalCluster,
  environments: readonly RenderedEnvironment[],
  { apply }: AcceptanceOptions,
): Promise<Acceptance> {
  const everything = environments.flatMap(({ environment, charts }) =>
    charts.flatMap(({ name: chart, objects }) =>
      objects.map((object): Judged => ({ environment, chart, object })),
    ),
  );
  const preparation = preparationOf(cluster, apply);
  await preparation.define(await definitionsFor(everything.map(({ object }) => object)));
  const findings: Finding[] = [];
  const untried: string[] = [];
  let accepted = 0;
  let documented = 0;
  for (const { environment } of environments) {
    const mine = everything.filter((judged) => judged.environment === environment);
    // Admission reads a namespace's labels, so they must be this environment's.
    await preparation.makeNamespaces(
      mine.map(({ object }) => object).filter(({ kind }) => kind === 'Namespace'),
    );
    await eachOf(mine, async (judged) => {
      const lacking = await preparation.lacking(judged.object);
      if (lacking !== null) {
        untried.push(lacking);
        return;
      }
      const found = await judge(cluster.api, judged);
      findings.push(...found);
      if (found.some(({ kind }) => kind === 'refused')) return;
      if (isDocumentedOnly(judged.object)) documented += 1;
      else accepted += 1;
    });
  }
  return { accepted, documented, findings, notes: notesOf(untried) };
}

async function judge(api: ApiServer, { environment, chart, object }: Judged): Promise<readonly Finding[]> {
  const finding = (kind: Finding['kind'], message: string): Finding => ({
    environment,
    object: `${nameOf(object)} of the chart ${chart}`,
    kind,
    message,
  });
  try {
    const { status, body, warnings } = await api.apply(object, { dryRun: true });
    return [
      ...(status >= 300 ? [finding('refused', body.message ?? `status ${status}`)] : []),
      ...warnings.map((warning) => finding('warning', warning)),
    ];
  } catch (error) {
    if (!(error instanceof UnknownKind)) throw error;
    return [finding('refused', error.message)];
  }
}

function notesOf(untried: readonly string[]): readonly string[] {
  return [...new Set(untried)].map((lacking) => {
    const count = untried.filter((other) => other === lacking).length;
    return `${count} objects not tried: the cluster has no ${lacking}, and may not get one without --apply`;
  });
}

/** Such as `Deployment app/api`. */
export const nameOf = ({ kind, metadata }: ApiObject): string =>
  `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;

/** A few at a time: the API server answers several at once, and refuses very many. */
async function eachOf<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const open = [...items];
  const worker = async (): Promise<void> => {
    for (let item = open.shift(); item !== undefined; item = open.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}
