import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RehearsalCluster } from '../../cluster/rehearsal-cluster';
import type { ClusterResource } from './assembly';
import type { JsonObject } from './json';

export type RequestType = 'Create' | 'Update' | 'Delete';

/** Says that it signs in to EKS, and hands out the rehearsal's kubeconfig. */
const standInForAws = `#!/bin/sh
while [ $# -gt 1 ]; do
  if [ "$1" = --kubeconfig ]; then exec cp "$REHEARSAL_KUBECONFIG" "$2"; fi
  shift
done
echo "the stand-in for aws only knows: aws eks update-kubeconfig --kubeconfig FILE" >&2
exit 2
`;

/** The functions that a deploy calls, run here with the code that would be uploaded. */
export class DeployHandler {
  private readonly programs: string;
  private events = 0;

  constructor(private readonly cluster: RehearsalCluster) {
    this.programs = cluster.run.file('deploy-handler');
    mkdirSync(this.programs);
    symlinkSync(cluster.kubectl, join(this.programs, 'kubectl'));
    writeFileSync(join(this.programs, 'aws'), standInForAws, { mode: 0o755 });
  }

  /** @throws Error with the handler's last words when it fails. */
  async send(
    request: RequestType,
    { type, handlerFolder }: ClusterResource,
    properties: JsonObject,
    oldProperties?: JsonObject,
  ): Promise<void> {
    const event = {
      RequestType: request,
      ResourceType: type,
      ResourceProperties: properties,
      ...(oldProperties && { OldResourceProperties: oldProperties }),
    };
    this.events += 1;
    const name = `event-${this.events}`;
    const folder = join(this.programs, name);
    mkdirSync(folder);
    const eventFile = join(folder, 'event.json');
    writeFileSync(eventFile, JSON.stringify(event));
    const script = join(__dirname, 'run_handler.py');
    const python = this.cluster.run.start(name, 'python3', [script, handlerFolder, eventFile], {
      REHEARSAL_PROGRAMS: this.programs,
      REHEARSAL_KUBECONFIG: this.cluster.kubeconfig,
      TEST_OUTDIR: folder,
      // kubectl keeps what it discovers under the home folder.
      HOME: folder,
      PYTHONDONTWRITEBYTECODE: '1',
    });
    if ((await python.ended()) === 0) return;
    throw new Error(python.log().trim().split('\n').at(-1) || (python.failure() ?? ''));
  }
}
