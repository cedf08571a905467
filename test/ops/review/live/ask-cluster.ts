import { type ClusterChoice, openCluster } from '../../../../ops/review/live/open-cluster';

/** A question to a cluster: of which, and of what. */
export interface Question extends ClusterChoice {
  readonly apiVersion: string;
  readonly kind: string;
  /** Default: that of the process. */
  readonly kubeconfig?: string;
}

/**
 * Asks a cluster in a process of its own: jest does not load the client's modules. Argument: questions as JSON. Prints
 * one answer a question: objects, or the sentence of a fault.
 */
async function answers(questions: readonly Question[]): Promise<unknown[]> {
  const found: unknown[] = [];
  const { KUBECONFIG } = process.env;
  for (const { apiVersion, kind, kubeconfig = KUBECONFIG, ...choice } of questions) {
    process.env.KUBECONFIG = kubeconfig;
    try {
      found.push(await openCluster(choice).list(apiVersion, kind));
    } catch (error) {
      found.push((error as Error).message);
    }
  }
  return found;
}

if (require.main === module) {
  void answers(JSON.parse(process.argv[2] ?? '[]') as Question[]).then((found) =>
    process.stdout.write(JSON.stringify(found)),
  );
}
