import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run as runProgram } from '../../servers/command';
import type { ApiServer } from '../cluster/api-server';
import type { RealNode } from '../nodes/real-node';
import { readWorld } from './policy-world';
import { policyRuleset } from './ruleset';

/** A new pod is open for at most about this long, as on EKS in its standard mode. */
const everyMilliseconds = 500;

/** Keeps the nftables rules of nodes as the policies and the pods are. */
export class PolicyEnforcer {
  /** What was last given to a node, by the node's first process: one that came back has no rules yet. */
  private readonly given = new Map<number, string>();
  private stopped = false;

  private constructor(
    private readonly api: ApiServer,
    private readonly nodes: () => readonly RealNode[],
  ) {}

  static start(api: ApiServer, nodes: () => readonly RealNode[]): PolicyEnforcer {
    const enforcer = new PolicyEnforcer(api, nodes);
    void enforcer.keep();
    return enforcer;
  }

  stop(): void {
    this.stopped = true;
  }

  /** Makes the rules as everything is now. @throws Error when a node does not take its rules. */
  async renew(): Promise<void> {
    const world = await readWorld(this.api);
    for (const { plan, namespaces } of this.nodes()) {
      const ruleset = policyRuleset(
        world,
        world.pods.filter(({ node }) => node === plan.name),
      );
      if (this.given.get(namespaces.pid) === ruleset) continue;
      const file = join(namespaces.folder, 'policies.nft');
      writeFileSync(file, ruleset);
      await runProgram('nsenter', ['--net', '--target', `${namespaces.pid}`, 'nft', '--file', file]);
      this.given.set(namespaces.pid, ruleset);
    }
  }

  private async keep(): Promise<void> {
    while (!this.stopped) {
      // A node may be lost, or the API server busy: whoever has to know calls `renew`.
      await this.renew().catch(() => {});
      await sleep(everyMilliseconds, undefined, { ref: false });
    }
  }
}
