import {
  cacheSecretFields,
  databaseLogins,
  grafanaSecretFields,
  secretNames,
  stateOwner,
} from '../../../config/contract';
import { type Registry, registries } from '../../../config/images';
import type { Environment } from '../../../config/schema';

/** A secret that must be there before the deploy. */
export interface RequiredSecret {
  readonly name: string;
  readonly region: string;
  /** What its value must be: text of this form, or JSON with these fields, each a text that is not empty. */
  readonly value: { readonly form: RegExp; readonly said: string } | { readonly fields: readonly string[] };
  /** What stops without it. */
  readonly why: string;
  /** Made by the stacks of the environment that this one recovers, not by people. */
  readonly replicaOf: string | null;
}

const pagerDutyUrl = {
  form: /^https:\/\/events\.([a-z]+\.)?pagerduty\.com\/\S+$/,
  said: 'an integration URL of PagerDuty (https://events.pagerduty.com/…)',
};
const pagerDutyKey = {
  form: /^[0-9A-Za-z]{32}$/,
  said: 'an integration key of PagerDuty (32 letters and digits)',
};
const anyText = { form: /\S/, said: 'a text that is not empty' };
const key = { form: /^[0-9a-f]{64}$/, said: '64 hexadecimal digits' };

/** ECR's pull-through cache demands these two. https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html */
const registryFields = ['username', 'accessToken'];

/** Fields of a login that pods and the pooler read; the rest follows from the database. */
const loginFields = ['username', 'password'];

/** Every secret that no stack of the environment makes. */
export function requiredSecrets(environment: Environment, region: string): RequiredSecret[] {
  return [
    ...pagerDutySecrets(environment, region),
    ...routingKeys(environment, region),
    ...productSecrets(environment, region),
    {
      name: secretNames.grafana(stateOwner(environment)),
      region,
      value: { fields: [...grafanaSecretFields] },
      why: 'Grafana never starts, and the deploy gate fails',
      replicaOf: null,
    },
    ...Object.values<Registry>(registries).flatMap(({ credentialSecretName: name }) =>
      name === null
        ? []
        : [
            {
              name,
              region,
              value: { fields: registryFields },
              why: 'ECR reads it as the images stack makes the rule of the registry',
              replicaOf: null,
            },
          ],
    ),
    ...replicatedSecrets(environment, region),
  ];
}

/** The recovery region pages by itself where it watches the copies of the backups. */
function pagerDutySecrets(environment: Environment, region: string): RequiredSecret[] {
  const name = environment.observability.pagerDutySecretName;
  if (name === null) return [];
  const watches = environment.recovery.regionalCopies.enabled && environment.database.regionalBackups.enabled;
  return [region, ...(watches ? [environment.recoveryRegion] : [])].map((where) => ({
    name,
    region: where,
    value: pagerDutyUrl,
    why: 'CloudFormation reads it for the subscription of the alarms',
    replicaOf: null,
  }));
}

function routingKeys({ observability }: Environment, region: string): RequiredSecret[] {
  const name = observability.paging.routingKeySecretName;
  if (name === null) return [];
  const why = 'Alertmanager never starts, nothing in the cluster pages, and the deploy gate fails';
  return [{ name, region, value: pagerDutyKey, why, replicaOf: null }];
}

function productSecrets(environment: Environment, region: string): RequiredSecret[] {
  const { secrets } = environment.application;
  const names = [...new Set(secrets.map(({ secretName }) => secretName))];
  return names.map((secretName) => {
    const fields = secrets.flatMap((one) =>
      one.secretName === secretName && one.field !== null ? [one.field] : [],
    );
    return {
      name: secretNames.product(stateOwner(environment), secretName),
      region,
      value: fields.length > 0 ? { fields } : anyText,
      why: 'the pods that mount it never start, and the deploy gate fails',
      replicaOf: null,
    };
  });
}

function replicatedSecrets(environment: Environment, region: string): RequiredSecret[] {
  if (environment.state.kind === 'own') return [];
  const { environment: owner } = environment.state;
  const shared = {
    region,
    why: 'the restored database knows no other logins and keys',
    replicaOf: owner,
  };
  return [
    ...databaseLogins.map((login) => ({
      ...shared,
      name: secretNames.databaseLogin(owner, login),
      value: { fields: loginFields },
    })),
    { ...shared, name: secretNames.cacheQueues(owner), value: { fields: cacheSecretFields } },
    ...(environment.cache.volatile.kind === 'ownGroup'
      ? [{ ...shared, name: secretNames.cacheVolatile(owner), value: { fields: cacheSecretFields } }]
      : []),
    { ...shared, name: secretNames.encryptionKey(owner), value: key },
  ];
}
