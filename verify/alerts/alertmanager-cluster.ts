import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import {
  clusterArguments,
  clusterSettings,
  clusterVolume,
} from '../../charts/monitoring/alertmanager-cluster';
import type { KeyPair } from '../../rehearsal/cluster/certificates';
import { freePort } from '../../servers/free-port';

/** What a pod of Alertmanager finds in its volume. */
export interface ClusterIdentity {
  /** PEM file of who vouches for members. */
  readonly authority: string;
  readonly pair: KeyPair;
}

/** The rendered arguments and settings of pods that find one another, with addresses and files of this machine. */
export class ClusterOfAlertmanagers {
  private constructor(
    private readonly folder: string,
    private readonly ports: readonly number[],
  ) {}

  static async of(replicas: number, folder: string): Promise<ClusterOfAlertmanagers> {
    const ports = [];
    for (let index = 0; index < replicas; index += 1) ports.push(await freePort());
    return new ClusterOfAlertmanagers(folder, ports);
  }

  member(index: number, identity: ClusterIdentity): readonly string[] {
    return this.arguments(`member-${index}`, this.ports[index]!, this.settings(`member-${index}`, identity));
  }

  /** Somebody who knows where the members are, and trusts them, but has no certificate to show or another one. */
  async stranger(
    name: string,
    identity: ClusterIdentity,
    showsCertificate: boolean,
  ): Promise<readonly string[]> {
    const settings = parse(this.settings(name, identity)) as { tls_client_config: Record<string, string> };
    if (!showsCertificate) {
      const { ca_file, server_name } = settings.tls_client_config;
      settings.tls_client_config = { ca_file: ca_file!, server_name: server_name! };
    }
    return this.arguments(name, await freePort(), stringify(settings));
  }

  private settings(name: string, { authority, pair }: ClusterIdentity): string {
    const volume = join(this.folder, `${name}-volume`);
    mkdirSync(volume, { recursive: true });
    copyFileSync(authority, join(volume, 'ca.crt'));
    copyFileSync(pair.certificate, join(volume, 'tls.crt'));
    copyFileSync(pair.key, join(volume, 'tls.key'));
    return clusterSettings().replaceAll(clusterVolume.folder, volume);
  }

  private arguments(name: string, port: number, settings: string): readonly string[] {
    const file = join(this.folder, `${name}.yml`);
    writeFileSync(file, settings);
    let peers = 0;
    return clusterArguments(this.ports.length, file).map((argument) => {
      if (argument.startsWith('--cluster.listen-address='))
        return `--cluster.listen-address=127.0.0.1:${port}`;
      if (!argument.startsWith('--cluster.peer=')) return argument;
      return `--cluster.peer=127.0.0.1:${this.ports[peers++]}`;
    });
  }
}
