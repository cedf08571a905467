import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import type { KeyPair } from './certificates';

/** Writes a kubeconfig with one context, for one user that has a certificate. */
export function writeKubeconfig(file: string, server: string, authority: string, user: KeyPair): string {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'rehearsal', cluster: { server, 'certificate-authority': authority } }],
    users: [{ name: 'user', user: { 'client-certificate': user.certificate, 'client-key': user.key } }],
    contexts: [{ name: 'rehearsal', context: { cluster: 'rehearsal', user: 'user' } }],
    'current-context': 'rehearsal',
  };
  writeFileSync(file, stringify(config), { mode: 0o600 });
  return file;
}
