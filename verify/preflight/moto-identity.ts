/** moto checks signatures and policies only after a number of calls, which this sets. */
export async function checkIdentities(url: string, on: boolean): Promise<void> {
  const answer = await fetch(`${url}/moto-api/reset-auth`, { method: 'POST', body: on ? '0' : 'inf' });
  if (!answer.ok) throw new Error(`moto did not switch its authentication: HTTP ${answer.status}`);
}

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A user of IAM that may ask who it is, and nothing else. */
export async function makePowerlessUser(url: string): Promise<AccessKey> {
  const UserName = 'powerless';
  await iam(url, { Action: 'CreateUser', UserName });
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:GetCallerIdentity', Resource: '*' }],
  });
  await iam(url, { Action: 'PutUserPolicy', UserName, PolicyName: 'who-am-i', PolicyDocument });
  const made = await iam(url, { Action: 'CreateAccessKey', UserName });
  const element = (name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(made)?.[1] ?? '';
  return { accessKeyId: element('AccessKeyId'), secretAccessKey: element('SecretAccessKey') };
}

async function iam(url: string, parameters: Readonly<Record<string, string>>): Promise<string> {
  const answer = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ Version: '2010-05-08', ...parameters }),
    headers: {
      Authorization:
        'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0',
    },
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`moto's IAM refused ${parameters.Action}: ${text.slice(0, 200)}`);
  return text;
}
