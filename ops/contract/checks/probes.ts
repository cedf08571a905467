import type { ContractRun, Replica } from '../contract-run';
import { fails, holds, notApplicable, type Point } from '../point';
import { ask, isYes, probeSeconds, told } from '../probes/http-probe';
import { hasSeries, isMetricsType, malformedLine } from '../probes/metrics-format';

const requestCounter = 'http_requests_total';

/** Asks the three paths once more, now that the replica has had its time. */
export async function checkProbes(run: ContractRun, replica: Replica): Promise<Point[]> {
  return [await alive(run, replica), await ready(run, replica), await metrics(run, replica)];
}

async function alive({ application }: ContractRun, { port }: Replica): Promise<Point> {
  const { startup, live } = application.probes;
  for (const [field, path] of [
    ['startup', startup.path],
    ['live', live.path],
  ] as const) {
    const answer = await ask(port, path, probeSeconds.live);
    if (isYes(answer)) continue;
    return fails(
      'alive',
      told(path, answer),
      `answer 200 there, or set application.probes.${field}: { path: '…' } to a path that does`,
    );
  }
  return holds('alive', `GET ${live.path} answers within ${probeSeconds.live} s`);
}

async function ready({ application }: ContractRun, { port }: Replica): Promise<Point> {
  const { ready: probe, live, startupSecondsMax } = application.probes;
  const answer = await ask(port, probe.path, probeSeconds.ready);
  if (isYes(answer)) return holds('ready', told(probe.path, answer));
  const remedy =
    answer.status === 404
      ? `serve it, or set application.probes.ready: { path: '${live.path}' }`
      : `mend what it waits for, or raise application.probes.startupSecondsMax (${startupSecondsMax})`;
  const detail = answer.status === null ? '' : `: ${answer.body.trim().slice(0, 200)}`;
  return fails('ready', `${told(probe.path, answer)}${detail}`, remedy);
}

async function metrics({ application }: ContractRun, { port }: Replica): Promise<Point> {
  const path = application.metricsPath;
  if (path === null)
    return notApplicable('metrics', 'application.metricsPath is null: nothing asks for them');
  const answer = await ask(port, path, probeSeconds.live);
  if (!isYes(answer)) {
    return fails('metrics', told(path, answer), 'serve it, or set application.metricsPath: null');
  }
  const malformed = malformedLine(answer.body);
  if (malformed)
    return fails('metrics', malformed, 'answer in the Prometheus text format, as prom-client does');
  if (!isMetricsType(answer.contentType)) {
    return fails(
      'metrics',
      `the content type is ${answer.contentType || 'missing'}`,
      'answer as text/plain; version=0.0.4, else Prometheus 3 scrapes nothing',
    );
  }
  if (!hasSeries(answer.body, requestCounter)) {
    return fails(
      'metrics',
      `there is no ${requestCounter}`,
      `count requests in ${requestCounter}: the alerts on error rates read it`,
    );
  }
  return holds(
    'metrics',
    `${answer.body.split('\n').filter((line) => /^[a-z]/i.test(line)).length} series, with ${requestCounter}`,
  );
}
