import type { Fault } from './errors';
import { InputError } from './errors';
import { environmentFile, environmentLiteral, parseEnvironment } from './load';
import type { Environment } from './schema';
import { image } from './schema/application';
import { allowedNames } from './validation/nearest-name';
import { got } from './validation/got';

/**
 * What `cdk -c KEY=VALUE` may say.
 * - `environment`: a name of the catalogue; `production` if it is not given.
 * - `image`: the product's image by digest, instead of the literal's. It is taken to run on the pools' architectures.
 */
const contextKeys = ['environment', 'image'] as const;

/** `cdk acknowledge` writes this one; all other keys of the CDK's have a prefix that ends with one of these. */
const cdkKey = 'acknowledged-issue-numbers';
const cdkSeparators = /[:/@]/;

const source = '-c';

/** The environment that the CDK app deploys. @throws InputError for a wrong key, a wrong value or a faulty literal. */
export function environmentFromContext(
  context: Readonly<Record<string, unknown>>,
  today: Date = new Date(),
): Environment {
  const faults = [...unknownKeys(context), ...imageFaults(context.image)];
  if (faults.length > 0) throw new InputError(source, faults);
  const literal = environmentLiteral(String(context.environment ?? 'production'), source);
  if (literal.deploysTo === 'machine') throw onlyRehearsed(literal);
  return parseEnvironment(withImage(literal, context.image), environmentFile(literal.name), today);
}

const unknownKeys = (context: Readonly<Record<string, unknown>>): Fault[] =>
  Object.keys(context)
    .filter((key) => !(contextKeys as readonly string[]).includes(key))
    .filter((key) => key !== cdkKey && !cdkSeparators.test(key))
    .map((key) => ({ field: key, got: 'an unknown key', allowed: allowedNames(key, contextKeys) }));

/** Faults of the reference alone, so that they name the argument and not the literal. */
function imageFaults(reference: unknown): Fault[] {
  if (reference === undefined) return [];
  return image.safeParse({ kind: 'digest', reference, architectures: ['arm64'] }).success
    ? []
    : [
        {
          field: 'image',
          got: got(reference),
          allowed: 'REGISTRY/REPOSITORY@sha256:… (a digest, never a tag)',
        },
      ];
}

function withImage(literal: Environment, reference: unknown): unknown {
  if (reference === undefined) return literal;
  const architectures = new Set(Object.values(literal.cluster.pools).map(({ architecture }) => architecture));
  return {
    ...literal,
    application: {
      ...literal.application,
      image: { kind: 'digest', reference, architectures: [...architectures] },
    },
  };
}

const onlyRehearsed = ({ name }: Environment): InputError =>
  new InputError(source, [
    {
      field: 'environment',
      got: `${name}, which deploys to a machine and not to AWS`,
      allowed: `an environment of AWS; to see this one, npx platform render --environment ${name} --out rendered`,
    },
  ]);
