import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { demo } from './environments/demo';
import { production } from './environments/production';
import { recovery } from './environments/recovery';
import { rehearsal } from './environments/rehearsal';
import { starter } from './environments/starter';
import { InputError } from './errors';
import { thirdPartyImages } from './images';
import type { World } from './rules/rule';
import { type Environment, environmentSchema } from './schema';
import { allowedNames } from './validation/nearest-name';
import { validate } from './validation/validate';

const catalogue: readonly Environment[] = [production, starter, demo, rehearsal, recovery];

export const environments: Readonly<Record<string, Environment>> = Object.fromEntries(
  catalogue.map((environment) => [environment.name, environment]),
);

/** The file of an environment, as faults name it. */
export const environmentFile = (name: string): string => `config/environments/${name}.ts`;

/** The literal of an environment, not yet validated. @throws InputError when there is none of this name. */
export function environmentLiteral(name: string, source: string): Environment {
  const literal = Object.hasOwn(environments, name) ? environments[name] : undefined;
  if (literal) return literal;
  throw new InputError(source, [
    {
      field: 'environment',
      got: name || 'an empty name',
      allowed: allowedNames(name, Object.keys(environments)),
    },
  ]);
}

/** The validated environment of a name. @throws InputError with every fault of its literal. */
export function loadEnvironment(name: string, today: Date = new Date()): Environment {
  const literal = environmentLiteral(name, '--environment');
  return validate(
    literal,
    environmentFile(name),
    worldBut(today, (other) => other !== literal),
  );
}

/**
 * An unknown value as an environment, beside the others of the catalogue; it takes the place of one of the same name.
 * @throws InputError with every fault of its shape and every contradiction between its fields.
 */
export function parseEnvironment(value: unknown, source: string, today: Date): Environment {
  const name = (value as Partial<Environment> | null | undefined)?.name;
  return validate(
    value,
    source,
    worldBut(today, (other) => other.name !== name),
  );
}

/** An environment of the wrong shape is left out: its own faults are reported when it is loaded. */
function worldBut(today: Date, isOther: (environment: Environment) => boolean): World {
  return {
    today,
    others: catalogue.filter(isOther).filter((other) => environmentSchema.safeParse(other).success),
    thirdPartyImages: Object.values(thirdPartyImages),
    hasDockerfile: (folder) => existsSync(join(__dirname, '..', folder, 'Dockerfile')),
  };
}
