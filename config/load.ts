import { InputError } from './errors';
import { demo } from './environments/demo';
import { production } from './environments/production';
import { recovery } from './environments/recovery';
import { rehearsal } from './environments/rehearsal';
import { starter } from './environments/starter';
import { type Environment, environmentSchema } from './schema';

export const environments: Readonly<Record<string, Environment>> = {
  production,
  starter,
  demo,
  rehearsal,
  recovery,
};

export function loadEnvironment(name: string): Environment {
  const environment = environments[name];
  if (!environment) {
    throw new InputError('-c environment', [
      { field: 'environment', got: name, allowed: Object.keys(environments).join(', ') },
    ]);
  }
  return environmentSchema.parse(environment);
}

export function environmentFromContext(context: (key: string) => unknown): Environment {
  return loadEnvironment(String(context('environment') ?? 'production'));
}
