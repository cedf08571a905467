import type { ContractRun } from '../contract-run';
import { fails, holds, type Point, unchecked } from '../point';
import { deniedWrites, refusedRights } from '../pod/denials';
import { lastWords } from '../pod/last-words';

/** Starts the first replica. Where it does not come up, its log tells which point is to blame. */
export async function checkStart(
  run: ContractRun,
): Promise<{ readonly points: Point[]; readonly up: boolean }> {
  const { port: configured, probes } = run.application;
  const replica = await run.replica();
  const instance = run.instances.at(-1)!;
  if (replica) return { points: [listens(replica.port, instance.wantedPort, configured)], up: true };
  const { ended, log } = instance;
  const what = ended
    ? `it ended with code ${ended.code}`
    : `it listens on no port ${probes.startupSecondsMax} s after its start`;
  const evidence = `${what}; its last words: ${lastWords(log, run.variables.secrets)}`;
  const [blamed, remedy] = blame(log, configured);
  return {
    up: false,
    points: blamed
      ? [fails(blamed, evidence, remedy), unchecked('listens', what)]
      : [fails('listens', evidence, remedy)],
  };
}

function listens(port: number, wanted: number, configured: number): Point {
  if (port === wanted) return holds('listens', `PORT was ${wanted}`);
  if (port === configured) {
    return holds(
      'listens',
      `it listens on ${port} whatever PORT says, and application.port is ${configured}`,
    );
  }
  return fails(
    'listens',
    `PORT was ${wanted}, and it listens on ${port}`,
    `listen on PORT, or set application.port: ${port}`,
  );
}

/** The point that a start failed by, and what to do; null: it cannot be told from the log. */
function blame(log: string, port: number): readonly ['read-only' | 'user' | null, string] {
  const [folder] = deniedWrites(log);
  if (folder) return ['read-only', writableRemedy([folder])];
  const [refused] = refusedRights(log);
  if (refused) return ['user', userRemedy];
  return [
    null,
    `mend what the log says; what it misses may belong into application.variables or application.secrets. ` +
      `It must listen on PORT (application.port: ${port}) within application.probes.startupSecondsMax`,
  ];
}

export const userRemedy =
  'let the image run as user 1001: COPY --chown=1001:1001 what it reads, no chown or setuid at the start, a PORT of 1024 or more';

export const writableRemedy = (folders: readonly string[]): string =>
  `write to a folder that is writable, or add it: application.writableFolders: [${folders
    .map((path) => `{ path: '${path}', sizeMib: 256 }`)
    .join(', ')}]`;
