import { setTimeout as sleep } from 'node:timers/promises';
import { ports } from '../../config/contract';
import type { ApiServer } from '../cluster/api-server';
import type { RunFolder, RunProcess } from '../cluster/run-folder';
import { solverImage } from '../images/references';

/** Namespace of EKS's add-on, in which the keys of its accounts are. */
const namespace = 'cert-manager';

export interface CertificateManagerOptions {
  readonly program: string;
  readonly kubeconfig: string;
  readonly nameServer: string;
}

/**
 * cert-manager's controllers as a program beside the cluster, where AWS has an add-on. Its webhook, which would check
 * what the definitions check already, is not there.
 */
export class CertificateManager {
  private isStopped = false;

  private constructor(private readonly start: () => RunProcess) {}

  /** Begins when the cluster has cert-manager's definitions. */
  static begin(run: RunFolder, api: ApiServer, options: CertificateManagerOptions): CertificateManager {
    const { program, kubeconfig, nameServer } = options;
    const manager = new CertificateManager(() =>
      run.start('cert-manager', program, [
        `--kubeconfig=${kubeconfig}`,
        `--cluster-resource-namespace=${namespace}`,
        `--nameservers=${nameServer}:${ports.dns}`,
        `--acme-http01-solver-image=${solverImage}`,
      ]),
    );
    void manager.whenDefined(api);
    return manager;
  }

  stop(): void {
    this.isStopped = true;
  }

  private async whenDefined(api: ApiServer): Promise<void> {
    while (!this.isStopped) {
      try {
        if (await api.serves('acme.cert-manager.io/v1', 'Challenge')) {
          await api.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
          this.start();
          return;
        }
      } catch {
        // The API server is not there yet, or not any more.
      }
      await sleep(1000, undefined, { ref: false });
    }
  }
}
