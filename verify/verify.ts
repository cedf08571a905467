import { synthesizeAll } from '../test/support/synthesize-all';
import { alertsCheck } from './alerts/alerts-check';
import { runningAlertmanagersCheck } from './alerts/running-alertmanagers-check';
import { cfnLint } from './cfn-lint';
import type { Check, CheckResult } from './check';
import { dashboardsCheck } from './dashboards/dashboards-check';
import { exposedMetricsCheck } from './dashboards/exposed-metrics-check';
import { stopAll } from '../servers/command';
import { documentedCommands } from './documented-commands/documented-commands';
import { edgeCheck } from './rehearsal/edge/edge-check';
import { emulator } from './emulator/emulator';
import { isolationCheck } from './isolation/isolation-check';
import { kubeconform } from './kubeconform';
import { logsCheck } from './logs/logs-check';
import { mutatedConfigs } from './mutated-configs';
import { preflightOnMoto } from './preflight/preflight-on-moto';
import { publishedLibrary } from './published-library';
import { contextCheck } from './rehearsal/context-check';
import { plantedFaultsCheck } from './rehearsal/planted-faults-check';
import { realNodesCheck } from './rehearsal/real-nodes-check';
import { rehearsalCheck } from './rehearsal/rehearsal-check';
import { reviewLiveCluster } from './rehearsal/review-live-check';
import { reviewCorpus } from './review-corpus';
import { reviewLive } from './review-live';
import { servers } from './servers';
import { statusCheck } from './status/status-check';
import { templateDiff } from './template-diff';

const checks: readonly Check[] = [
  cfnLint,
  kubeconform,
  alertsCheck,
  runningAlertmanagersCheck,
  templateDiff,
  documentedCommands,
  publishedLibrary,
  servers,
  isolationCheck,
  dashboardsCheck,
  exposedMetricsCheck,
  mutatedConfigs,
  rehearsalCheck,
  realNodesCheck,
  plantedFaultsCheck,
  contextCheck,
  edgeCheck,
  logsCheck,
  statusCheck,
  reviewLiveCluster,
  reviewCorpus,
  reviewLive,
  emulator,
  preflightOnMoto,
];

/** Checks that need more than Node, or more time. Arguments: names of checks, in part; none runs all. */
async function verify(wanted: readonly string[]): Promise<void> {
  const chosen = checks.filter(
    ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
  );
  if (chosen.length === 0) {
    throw new Error(
      `no check is named ${wanted.join(' ')}; there are: ${checks.map(({ name }) => name).join('; ')}`,
    );
  }
  process.stdout.write('synthesizing every environment\n');
  const synthesized = await synthesizeAll(Infinity);
  const results: CheckResult[] = [];
  for (const check of chosen) results.push(await report(check, synthesized, wanted.length > 0));
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, { failures }) => sum + failures.length, 0);
  const skipped = results.reduce((sum, result) => sum + (result.skipped?.length ?? 0), 0);
  process.stdout.write(`${counts(passed, failed, skipped)}\n`);
  if (failed > 0) process.exitCode = 1;
}

/** Prints what a check found. One that cannot run has failed. */
async function report({ name, run }: Check, synthesized: string, isAskedFor: boolean): Promise<CheckResult> {
  process.stdout.write(`${name}\n`);
  const started = Date.now();
  const result = await run(synthesized, isAskedFor).catch((error: Error): CheckResult => ({
    passed: 0,
    failures: [error.message],
  }));
  const { passed, failures, skipped = [] } = result;
  const seconds = Math.round((Date.now() - started) / 1000);
  const lines = [
    ...(result.notes ?? []).map((note) => `  note: ${note}`),
    ...repeated(skipped).map((reason) => `  skipped ${reason}`),
    ...failures.map((failure) => `  FAILED ${failure}`),
    `  ${counts(passed, failures.length, skipped.length)}, ${seconds} s`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return result;
}

/** What several things have in common is said once, with how many they are. */
function repeated(sentences: readonly string[]): readonly string[] {
  return [...new Set(sentences)].map((sentence) => {
    const times = sentences.filter((other) => other === sentence).length;
    return times > 1 ? `${times}: ${sentence}` : sentence;
  });
}

const counts = (passed: number, failed: number, skipped: number): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    stopAll();
    process.exit(130);
  });
}
verify(process.argv.slice(2))
  .catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  })
  .finally(stopAll);
