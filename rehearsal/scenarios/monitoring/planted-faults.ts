import { existsSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { namespaces } from '../../../config/contract';
import { workloadNamespaces } from '../../../config/flows';
import { run as runProgram } from '../../../servers/command';
import { programProcess } from '../../nodes/pod-process';
import { fallSilent } from '../../nodes/silence';
import { certificateOf } from '../edge/certificates';
import { edgeOf } from '../edge/edge-of';
import { podsOf } from '../edge/roll';
import type { Stage } from '../scenario';

/** Something that goes wrong, and the one alert that must tell of it. */
export interface PlantedFault {
  readonly alert: string;
  readonly words: string;
  /** From the fault to the page: the alert's own wait, and what it takes to see, to judge and to tell. */
  readonly secondsMax: number;
  /** @returns what mends it. */
  readonly plant: (stage: Stage) => Promise<() => Promise<void>>;
}

/** A scrape, an evaluation, Alertmanager's wait for alerts of the same component, and half a minute. */
const toSeeAndTell = 30 + 30 + 15 + 30;

export const plantedFaults: readonly PlantedFault[] = [
  {
    alert: 'PodsCrashing',
    words: 'the program of every pod of the API is killed',
    secondsMax: toSeeAndTell,
    plant: crashPods,
  },
  {
    alert: 'VolumeNearlyFull',
    words: 'a volume is filled to 96.5%',
    // The kubelet measures volumes once a minute.
    secondsMax: 5 * 60 + 60 + toSeeAndTell,
    plant: fillVolume,
  },
  {
    alert: 'DatabaseUnreachable',
    words: 'the database says nothing more',
    secondsMax: 2 * 60 + toSeeAndTell,
    plant: silenceDatabase,
  },
  {
    alert: 'CertificateAboutToExpire',
    words: 'the certificate ends in two days, and nobody renews it',
    // It is looked at once a minute.
    secondsMax: 10 * 60 + 60 + toSeeAndTell,
    plant: ageCertificate,
  },
];

async function crashPods({ cluster: { api } }: Stage): Promise<() => Promise<void>> {
  for (const { metadata } of await podsOf(api, { name: 'api', namespace: workloadNamespaces.api })) {
    process.kill(programProcess(metadata.uid, 'dist/main.js'), 'SIGKILL');
  }
  return async () => {};
}

const filledShare = 0.965;

async function fillVolume({ cluster: { api } }: Stage): Promise<() => Promise<void>> {
  const claim = await api.get({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data-prometheus-1', namespace: namespaces.monitoring },
  });
  const { volumeName } = (claim?.spec ?? {}) as { readonly volumeName?: string };
  if (volumeName === undefined) throw new Error('Prometheus has no volume');
  const volume = await api.get({
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: volumeName },
  });
  const { path } = (volume!.spec as { readonly local: { readonly path: string } }).local;
  const { blocks, bavail, bsize } = statfsSync(path);
  const file = join(path, 'filled-by-the-rehearsal');
  const bytes = Math.floor((blocks * filledShare - (blocks - bavail)) * bsize);
  await runProgram('fallocate', ['--length', `${bytes}`, file]);
  return async () => {
    if (existsSync(file)) rmSync(file);
  };
}

async function silenceDatabase({ cluster: { real } }: Stage): Promise<() => Promise<void>> {
  return fallSilent(real!.outside.database.address);
}

async function ageCertificate(stage: Stage): Promise<() => Promise<void>> {
  const { entrance, certificates, certificateFor } = edgeOf(stage);
  const { metadata, spec } = certificateOf(stage.rendered, entrance);
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: (spec as { readonly secretName: string }).secretName, namespace: metadata.namespace! },
  };
  certificates.answers(false);
  const { key, certificate } = certificateFor(entrance.host);
  const encoded = (file: string): string => readFileSync(file).toString('base64');
  const data = { 'tls.crt': encoded(certificate), 'tls.key': encoded(key) };
  const { api } = stage.cluster;
  const { status, body } = await api.merge(await api.pathOf(secret), { data });
  if (status >= 300) throw new Error(`the certificate cannot be replaced: ${body.message}`);
  return async () => certificates.answers(true);
}
