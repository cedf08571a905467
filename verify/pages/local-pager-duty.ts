import { readFileSync } from 'node:fs';
import { freePort } from '../../servers/free-port';
import { PagerDuty } from '../../servers/pagerduty/pager-duty';
import { selfSignedCertificate } from '../../servers/self-signed-certificate';
import type { PagerDutyAt } from './running-alertmanager';

/** A PagerDuty of this machine, and where Alertmanager finds it. */
export async function localPagerDuty(
  folder: string,
): Promise<{ readonly pagerDuty: PagerDuty; readonly at: PagerDutyAt }> {
  const { key, certificate } = selfSignedCertificate(folder);
  const host = '127.0.0.1';
  const port = await freePort();
  const pagerDuty = await PagerDuty.start({
    host,
    port,
    key: readFileSync(key, 'utf8'),
    certificate: readFileSync(certificate, 'utf8'),
  });
  return { pagerDuty, at: { address: `${host}:${port}`, authority: certificate } };
}
