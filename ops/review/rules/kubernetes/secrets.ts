import type { DeployedObject, Json } from '../../change';
import { containersOf, podTemplateOf } from '../reading/pods';
import { isSecretInClear } from '../reading/secret-shapes';
import { at, enumerated, listAt, objectAt, textAt } from '../reading/values';
import type { KubernetesRule } from '../rule';

/** Values that everyone can read who can read git, the template or the object. */
export const secretsInClear: KubernetesRule = ({ before, after }) => {
  if (!after) return [];
  const known = before ? found(before) : [];
  const more = [...found(after), ...(before ? writtenOut(before, after) : [])].filter(
    (name) => !known.includes(name),
  );
  return more.length > 0
    ? [
        {
          risk: 'exposure',
          why: `${enumerated([...new Set(more)])} is written out, in git and in the manifest.`,
          instead: 'Put it into Secrets Manager, and let the pod read it through its SecretProviderClass.',
        },
      ]
    : [];
};

function found(object: DeployedObject): readonly string[] {
  if (object.kind === 'Secret') {
    return ['data', 'stringData'].flatMap((field) =>
      Object.entries(objectAt(object.body, field))
        .filter(([, value]) => typeof value === 'string' && value !== '' && !value.includes('${'))
        .map(([name]) => `Secret key ${name}`),
    );
  }
  if (object.kind === 'ConfigMap') {
    return Object.entries(objectAt(object.body, 'data'))
      .filter(([name, value]) => isSecretInClear(name, value) || hasSecretLine(value))
      .map(([name]) => `${name} of ConfigMap ${object.name}`);
  }
  return containersOf(podTemplateOf(object) ?? undefined).flatMap((container) => [
    ...listAt(container, 'env')
      .filter((variable) => isSecretInClear(textAt(variable, 'name'), at(variable, 'value')))
      .map((variable) => textAt(variable, 'name')),
    ...[...listAt(container, 'args'), ...listAt(container, 'command')]
      .filter((argument) => isSecretArgument(argument))
      .map(() => `an argument of ${textAt(container, 'name')}`),
  ]);
}

/** `password: hunter2`, `auth_token = abc`; not a file's path or a reference. */
const secretLine =
  /^[\s"'-]*[\w.-]*(password|passwd|secret|token|api_?key|private_?key)["']?\s*[:=]\s*["']?([^\s"'#]+)/i;

const hasSecretLine = (value: Json | undefined): boolean =>
  typeof value === 'string' &&
  value.split('\n').some((line) => {
    const [, name, text] = secretLine.exec(line) ?? [];
    return name !== undefined && isSecretInClear(name, text);
  });

function isSecretArgument(argument: Json): boolean {
  const [, name = '', value] =
    typeof argument === 'string' ? (/^--?([\w.-]+)=(.+)$/.exec(argument) ?? []) : [];
  return isSecretInClear(name, value ?? argument);
}

/** Variables that came from a secret and are texts now, however harmless they look. */
function writtenOut(before: DeployedObject, after: DeployedObject): readonly string[] {
  const variables = (object: DeployedObject): readonly Json[] =>
    containersOf(podTemplateOf(object) ?? undefined).flatMap((container) => listAt(container, 'env'));
  const referred = variables(before)
    .filter((variable) => at(variable, 'valueFrom', 'secretKeyRef') !== undefined)
    .map((variable) => textAt(variable, 'name'));
  return variables(after)
    .filter((variable) => referred.includes(textAt(variable, 'name')))
    .filter((variable) => textAt(variable, 'value') !== '' && !textAt(variable, 'value').includes('$('))
    .map((variable) => textAt(variable, 'name'));
}
