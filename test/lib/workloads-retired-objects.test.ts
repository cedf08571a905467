import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const handlerFolder = join(__dirname, '..', '..', 'lib', 'workloads', 'retired-objects');
const label = 'aws.cdk.eks/prune-c8';

/** The search path is set in here: a wrapper around python3 may put a directory of its own in front. */
const driver = `
import json, os, sys
os.environ['PATH'] = sys.argv[1] + os.pathsep + os.environ['PATH']
import index
index.handler(json.load(sys.stdin), None)
`;

interface Run {
  /** Command lines of `aws` and `kubectl`, in order. */
  readonly commands: readonly string[];
  readonly deleted: readonly string[];
  /** The last line on standard error; empty: the handler returned. */
  readonly error: string;
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'retired-objects-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the handler with programs in the place of `aws` and `kubectl` that write down how they were called. */
function handle(event: object, kubectlError = ''): Run {
  const log = join(folder, 'log');
  writeFileSync(log, '');
  const failure = kubectlError ? `echo '${kubectlError.replaceAll("'", `'\\''`)}' >&2; exit 1` : '';
  for (const [program, end] of [
    ['aws', ''],
    ['kubectl', failure],
  ]) {
    writeFileSync(join(folder, program!), `#!/bin/sh\necho ${program} "$@" >> ${log}\n${end}\n`, {
      mode: 0o755,
    });
  }
  const { status, stderr } = spawnSync('python3', ['-c', driver, folder], {
    input: JSON.stringify(event),
    encoding: 'utf8',
    env: { ...process.env, PYTHONPATH: handlerFolder, PYTHONDONTWRITEBYTECODE: '1' },
  });
  const commands = readFileSync(log, 'utf8').split('\n').filter(Boolean);
  return {
    commands,
    deleted: commands
      .filter((command) => command.startsWith('kubectl'))
      .map((command) => /delete (\S+).*metadata\.name=(\S+)/.exec(command)!.slice(1).join('/')),
    error: status === 0 ? '' : stderr.trim().split('\n').at(-1)!,
  };
}

const event = (RequestType: string, now: readonly string[], before: readonly string[]): object => ({
  RequestType,
  ResourceProperties: { ClusterName: 'production', PruneLabel: label, Objects: now },
  OldResourceProperties: { ClusterName: 'production', PruneLabel: label, Objects: before },
});
const update = (now: readonly string[], before: readonly string[]): object => event('Update', now, before);

const api = 'NetworkPolicy.networking.k8s.io/app/api';
const worker = 'NetworkPolicy.networking.k8s.io/app/worker';

test.each(['Create', 'Delete'])('%s does nothing', (requestType) => {
  expect(handle(event(requestType, [], [api]))).toEqual({ commands: [], deleted: [], error: '' });
});

test('an update deletes what left the chart, and that alone', () => {
  expect(handle(update([api], [api, worker])).deleted).toEqual(['NetworkPolicy.networking.k8s.io/worker']);
});

test('an update that takes nothing away does not log in to the cluster', () => {
  expect(handle(update([api, worker], [api])).commands).toEqual([]);
});

test('a roll-back deletes what only the failed revision had', () => {
  const failed = [api, worker];
  const restored = [api];
  expect(handle(update(restored, failed)).deleted).toEqual(['NetworkPolicy.networking.k8s.io/worker']);
});

test('it logs in to the cluster first', () => {
  expect(handle(update([], [api])).commands[0]).toBe(
    'aws eks update-kubeconfig --name production --kubeconfig /tmp/kubeconfig',
  );
});

test('it deletes an object only if it still has the chart’s label, and does not wait for it', () => {
  expect(handle(update([], [api])).commands[1]).toBe(
    `kubectl --kubeconfig /tmp/kubeconfig delete NetworkPolicy.networking.k8s.io --selector=${label} ` +
      '--field-selector=metadata.name=api --ignore-not-found --wait=false --namespace=app',
  );
});

test('it names no namespace for an object outside of all', () => {
  expect(handle(update([], ['NodePool.karpenter.sh//old'])).commands[1]).not.toContain('--namespace');
});

test.each([
  'Namespace//app',
  'PersistentVolume//data',
  'PersistentVolumeClaim/app/data',
  'CustomResourceDefinition.apiextensions.k8s.io//orders.acme.cert-manager.io',
])('it refuses to delete %s, and deletes nothing else either', (identity) => {
  const { commands, error } = handle(update([], [api, identity]));
  expect(commands).toEqual([]);
  expect(error).toBe(`ValueError: refusing to delete ${identity}: delete it by hand if that is meant`);
});

test('a kind that the cluster no longer knows is no fault', () => {
  const gone = 'error: the server doesn\'t have a resource type "ScaledObject"';
  expect(handle(update([], ['ScaledObject.keda.sh/app/worker']), gone).error).toBe('');
});

test('any other fault of kubectl fails the deploy with its words', () => {
  expect(handle(update([], [api]), 'error: Unauthorized').error).toMatch(
    /^RuntimeError: kubectl .* delete NetworkPolicy\.networking\.k8s\.io .*: error: Unauthorized$/,
  );
});
