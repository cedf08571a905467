import { X509Certificate } from 'node:crypto';
import type { RenderedEnvironment } from '../../acceptance/acceptance';
import type { ApiObject, LiveObject } from '../../cluster/api-server';
import { hasCondition } from '../../cluster/conditions';
import { until } from '../../cluster/waiting';
import { type Entrance, shakeHands } from '../../edge/entrance';
import { clientAddress } from '../../nodes/addresses';
import type { Scenario, ScenarioResult, Stage } from '../scenario';
import { edgeOf } from './edge-of';

const issueSeconds = 90;
const renewSeconds = 90;
/** From the Secret to a handshake. */
const servedSeconds = 10;
const handshakesEveryMilliseconds = 200;

/** The certificate of the host is proved by a file, issued, served, and renewed while clients shake hands. */
export const certificates: Scenario = {
  name: 'certificate issued, served and renewed',
  nodes: ['real'],
  hindrance: () => null,
  run: (stage) => issueAndRenew(stage, issueSeconds),
};

/** @param seconds after which the first one is late. */
export async function issueAndRenew(stage: Stage, seconds: number): Promise<ScenarioResult> {
  const { entrance } = edgeOf(stage);
  const { api } = stage.cluster;
  const reference = certificateOf(stage.rendered, entrance);
  const certificate = async (): Promise<LiveObject | null> => api.get(reference);
  await until(
    'the first certificate',
    async () => {
      const live = await certificate();
      return live !== null && hasCondition(live, 'Ready');
    },
    { seconds, everyMilliseconds: 500 },
  ).catch(async () => {
    throw new Error(`no certificate after ${seconds} s: ${await reasons(stage)}`);
  });
  const live = (await certificate())!;
  const issued = secondsBetween(live.metadata.creationTimestamp, conditionTime(live, 'Ready'));
  const first = await serialOf(stage);
  await served(stage, first);

  const handshakes = { made: 0, refused: [] as string[] };
  const shaking = setInterval(() => {
    void shakeHands(entrance, clientAddress(5)).then((shaken) => {
      handshakes.made += 1;
      if ('refusal' in shaken) handshakes.refused.push(shaken.refusal);
    });
  }, handshakesEveryMilliseconds);
  const started = Date.now();
  let renewed = first;
  try {
    await askForRenewal(stage, live);
    await until('another certificate', async () => (renewed = await serialOf(stage)) !== first, {
      seconds: renewSeconds,
      everyMilliseconds: 500,
    });
    await served(stage, renewed);
  } finally {
    clearInterval(shaking);
  }
  const took = (Date.now() - started) / 1000;
  const { made, refused } = handshakes;
  return {
    figure: `issued in ${issued.toFixed(0)} s (at most ${seconds} s), renewed and served in ${took.toFixed(0)} s (at most ${renewSeconds + servedSeconds} s); ${refused.length} of ${made} handshakes refused meanwhile (none may be)`,
    figures: { secondsToIssue: issued, secondsToRenew: took, handshakes: made, refused: refused.length },
    faults: refused.slice(0, 3).map((refusal) => `a handshake was refused: ${refusal}`),
  };
}

/** The one of the application's host: services that talk to each other inside have certificates of their own. */
export function certificateOf(
  rendered: Pick<RenderedEnvironment, 'charts'>,
  { host }: Pick<Entrance, 'host'>,
): ApiObject {
  const certificate = rendered.charts
    .flatMap(({ objects }) => objects as readonly ApiObject[])
    .find(({ kind, spec }) => kind === 'Certificate' && hostsOf(spec).includes(host));
  if (!certificate) throw new Error(`no certificate of ${host} is rendered`);
  return certificate;
}

const hostsOf = (spec: unknown): readonly string[] =>
  (spec as { readonly dnsNames?: readonly string[] }).dnsNames ?? [];

/** Serial number of the certificate in the Secret. */
async function serialOf(stage: Stage): Promise<string> {
  const { metadata, spec } = certificateOf(stage.rendered, edgeOf(stage).entrance);
  const secret = await stage.cluster.api.get({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: (spec as { readonly secretName: string }).secretName, namespace: metadata.namespace! },
  });
  const { 'tls.crt': text = '' } = (secret?.data ?? {}) as { readonly 'tls.crt'?: string };
  return text === '' ? '' : new X509Certificate(Buffer.from(text, 'base64')).serialNumber;
}

/** Every pod of the proxy shows it: several handshakes in a row do. */
async function served(stage: Stage, serial: string): Promise<void> {
  const { entrance } = edgeOf(stage);
  let shown: unknown;
  await until(
    'the certificate is served',
    async () => {
      const shaken = await Promise.all(
        Array.from({ length: 8 }, (_, index) => shakeHands(entrance, clientAddress(index))),
      );
      shown = shaken;
      return shaken.every((one) => 'serial' in one && one.serial === serial);
    },
    { seconds: servedSeconds, everyMilliseconds: 300 },
  ).catch(() => {
    throw new Error(
      `the certificate ${serial} is not served after ${servedSeconds} s: ${JSON.stringify(shown)}`,
    );
  });
}

/** As `cmctl renew` does. */
async function askForRenewal({ cluster: { api } }: Stage, { metadata }: LiveObject): Promise<void> {
  const reference = { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', metadata };
  const path = await api.pathOf(reference);
  const live = await api.get(reference);
  const { conditions = [] } = (live?.status ?? {}) as {
    readonly conditions?: readonly { readonly type: string }[];
  };
  const issuing = {
    type: 'Issuing',
    status: 'True',
    reason: 'ManuallyTriggered',
    message: 'Certificate re-issuance manually triggered',
    lastTransitionTime: new Date().toISOString(),
    observedGeneration: metadata.generation,
  };
  const others = conditions.filter(({ type }) => type !== 'Issuing');
  const { status, body } = await api.merge(`${path}/status`, {
    status: { conditions: [...others, issuing] },
  });
  if (status >= 300) throw new Error(`the renewal cannot be asked for: ${body.message}`);
}

/** What the objects of an order say, for a person who has to find out why there is no certificate. */
async function reasons({ cluster: { api } }: Stage): Promise<string> {
  const kinds = [
    ['cert-manager.io/v1', 'CertificateRequest'],
    ['acme.cert-manager.io/v1', 'Order'],
    ['acme.cert-manager.io/v1', 'Challenge'],
  ] as const;
  const words = await Promise.all(
    kinds.map(async ([version, kind]) => {
      const objects = await api.list(version, kind);
      return objects.map(({ metadata, status }) => {
        const { state, reason } = (status ?? {}) as { readonly state?: string; readonly reason?: string };
        return `${kind} ${metadata.name} ${state ?? ''} ${reason ?? ''}`.trim();
      });
    }),
  );
  return words.flat().join('; ') || 'cert-manager has not begun';
}

function conditionTime({ status }: LiveObject, type: string): string {
  const { conditions = [] } = (status ?? {}) as {
    readonly conditions?: readonly { readonly type: string; readonly lastTransitionTime: string }[];
  };
  return conditions.find((condition) => condition.type === type)?.lastTransitionTime ?? '';
}

const secondsBetween = (from: unknown, to: string): number =>
  (Date.parse(to) - Date.parse(String(from))) / 1000;
