import { GetAWSDefaultServiceQuotaCommand, GetServiceQuotaCommand } from '@aws-sdk/client-service-quotas';
import type { Answer, Check } from '../check';
import { orNull } from '../not-asked';
import { type Quota, quotas } from '../quotas/quotas';
import type { Subject } from '../subject';

/** One check a quota. */
export const quotaChecks: readonly Check[] = quotas.map((quota) => ({
  name: `quota: ${quota.name}`,
  questions: (subject) => [() => quotaFaults(quota, subject)],
}));

async function quotaFaults(quota: Quota, subject: Subject): Promise<Answer> {
  const { needed, others } = await quota.usage(subject);
  if (needed === 0) return { nothingToAsk: `the environment needs no ${quota.name}` };
  const limit = await limitOf(quota, subject);
  const total = others + needed;
  if (total <= limit) return [];
  const { region } = subject;
  return [
    {
      severity: 'fails',
      what: `${quota.name} in ${region}: the environment takes ${needed}, others have ${others}, and the account may have ${limit}`,
      why: quota.why,
      command: `aws service-quotas request-service-quota-increase --region ${region} --service-code ${quota.serviceCode} --quota-code ${quota.quotaCode} --desired-value ${total}`,
    },
  ];
}

/** The account's own value; where Service Quotas holds none, AWS's default. */
async function limitOf({ serviceCode, quotaCode }: Quota, { aws, region }: Subject): Promise<number> {
  const client = aws.of('servicequotas', region);
  const input = { ServiceCode: serviceCode, QuotaCode: quotaCode };
  const applied = await orNull(client.send(new GetServiceQuotaCommand(input)), 'NoSuchResourceException');
  const { Quota: quota } = applied ?? (await client.send(new GetAWSDefaultServiceQuotaCommand(input)));
  return quota?.Value ?? 0;
}
