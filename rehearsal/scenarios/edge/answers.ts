import { ask, type Entrance, type EntranceAnswer } from '../../edge/entrance';
import { clientAddress } from '../../nodes/addresses';
import type { Scenario, ScenarioResult } from '../scenario';
import { edgeOf } from './edge-of';

/** What the proxy answers by itself, and what it adds to the application's answers. */
export const entranceAnswers: Scenario = {
  name: 'redirect, security headers, hidden figures, limit of bodies',
  nodes: ['real'],
  hindrance: () => null,
  run: (stage) => {
    const { application, ingress } = stage.cluster.real!.environment;
    return tryAnswers(edgeOf(stage).entrance, {
      from: clientAddress(1),
      metricsPath: application.metricsPath ?? '/metrics',
      bodyMibMax: ingress.requestBodyMibMax,
    });
  },
};

export interface ExpectedAnswers {
  /** The client's address. */
  readonly from: string;
  readonly metricsPath: string;
  readonly bodyMibMax: number;
}

/** Of the application, for anybody. */
const openPath = '/openapi.json';

export async function tryAnswers(entrance: Entrance, expected: ExpectedAnswers): Promise<ScenarioResult> {
  const parts = [redirect, challengePath, headers, figures, bodies];
  const faults: string[] = [];
  // One after the other: the proxy's turns between pods are then the same each time.
  for (const part of parts) faults.push(...(await part(entrance, expected)));
  const paths = waysTo(expected.metricsPath).length;
  return {
    figure: `HTTP leads to HTTPS, ${Object.keys(wantedHeaders).length} security headers, ${paths} ways to write ${expected.metricsPath} refused, bodies over ${expected.bodyMibMax} MiB refused: ${faults.length} otherwise`,
    figures: { waysToFigures: paths, wrong: faults.length },
    faults,
  };
}

type Part = (entrance: Entrance, expected: ExpectedAnswers) => Promise<string[]>;

const redirect: Part = async (entrance, { from }) => {
  const { status, headers: got } = await ask(entrance, { path: '/a?b=c', from, tls: false });
  const wanted = `https://${entrance.host}/a?b=c`;
  return [301, 308].includes(status) &&
    [wanted, wanted.replace('/a', ':443/a')].includes(String(got.location))
    ? []
    : [`HTTP is answered with ${status} ${got.location ?? ''}, not sent to ${wanted}`];
};

/** Let's Encrypt follows redirects, but a host that is new has no certificate to be redirected to. */
const challengePath: Part = async (entrance, { from }) => {
  const path = '/.well-known/acme-challenge/nobody-asked';
  const { status } = await ask(entrance, { path, from, tls: false });
  return status === 404 ? [] : [`a challenge that nobody set is answered with ${status}`];
};

const wantedHeaders: Readonly<Record<string, RegExp | null>> = {
  'strict-transport-security': /max-age=31536000; includeSubDomains/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^SAMEORIGIN$/,
  'referrer-policy': /./,
  'permissions-policy': /camera=\(\)/,
  server: null,
  'x-powered-by': null,
};

/** More often than the application has pods: a pod that is gone must not show. */
const asked = 12;

const headers: Part = async (entrance, { from }) => {
  const answers = [];
  while (answers.length < asked) answers.push(await ask(entrance, { path: openPath, from }));
  const { status, headers: got } = answers.find((answer) => answer.status !== 200) ?? answers[0]!;
  const wrong = Object.entries(wantedHeaders).flatMap(([name, wanted]) => {
    const value = got[name];
    if (wanted === null) return value === undefined ? [] : [`answers tell ${name}: ${value}`];
    return wanted.test(String(value ?? '')) ? [] : [`answers have ${name}: ${value ?? 'not at all'}`];
  });
  return status === 200 ? wrong : [`${openPath} is answered with ${status}`];
};

/** A figure of Prometheus, whatever it is about. */
const isFigures = ({ status, text }: EntranceAnswer): boolean =>
  status === 200 && /^# (HELP|TYPE) /m.test(text);

/** Paths that some server may take for the same. */
function waysTo(path: string): readonly string[] {
  const name = path.slice(1);
  const escaped = `%${name.charCodeAt(0).toString(16)}${name.slice(1)}`;
  return [
    ...[path, path.toUpperCase(), `${path}/`, `/${path}`, `${path}?a=b`, `${path};a=b`, `/${escaped}`],
    ...[`/.${path}`, `/x/..${path}`, `/socket.io/..${path}`, `/%2e${path}`, `/x%2f..${path}`, `${path}%2f`],
    ...[`${path}%00`, `${path}//`, `/%2f${name}`, `\\${name}`, `http://elsewhere.invalid${path}`],
  ];
}

const figures: Part = async (entrance, { from, metricsPath }) => {
  const answers = await Promise.all(
    waysTo(metricsPath).map(async (path) => {
      const answer = await ask(entrance, { path, from });
      return isFigures(answer) ? [`${path} tells the application's figures`] : [];
    }),
  );
  const plain = await ask(entrance, { path: metricsPath, from });
  return [
    ...answers.flat(),
    ...(plain.status === 403 ? [] : [`${metricsPath} is answered with ${plain.status}, not refused`]),
  ];
};

const mib = 1024 * 1024;

/** The application refuses what is smaller with a problem of its own, or for want of a token. */
const bodies: Part = async (entrance, { from, bodyMibMax }) => {
  const send = (bytes: number) =>
    ask(entrance, { path: '/v1/tasks', method: 'POST', from, body: Buffer.alloc(bytes) });
  // A proxy may hang up on whoever goes on sending.
  const large = await send((bodyMibMax + 1) * mib).catch(({ message }: Error) => message);
  const small = await send((bodyMibMax - 1) * mib);
  return [
    ...(typeof large === 'string' || large.status === 413
      ? []
      : [`a body of ${bodyMibMax + 1} MiB is answered with ${large.status}`]),
    ...(String(small.headers['content-type']).includes('problem+json')
      ? []
      : [`a body of ${bodyMibMax - 1} MiB does not reach the application: ${small.status}`]),
  ];
};
