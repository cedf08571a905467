import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { configuredComponents } from '../../config/components';
import type { ApplicationComponent } from '../../config/contract';
import { type Fault, InputError } from '../../config/errors';
import type { Environment } from '../../config/schema';
import { allowedNames } from '../../config/validation/nearest-name';

export const dispensableParts = ['database', 'redis'] as const;
export type DispensablePart = (typeof dispensableParts)[number];

/** What is checked, and with whose sizes. */
export interface ContractInput {
  readonly environment: Environment;
  readonly component: ApplicationComponent;
  /** Program and arguments that start the server. */
  readonly command: readonly string[];
  /** Shell command that migrates the database before, as the login that may; null: none. */
  readonly migrate: string | null;
  /** Paths that the load asks for besides the probes'. */
  readonly requests: readonly string[];
  /** Parts that the image does not use. */
  readonly without: readonly DispensablePart[];
  /** What Socket.io clients sign in with; null: nothing. */
  readonly socketAuth: Readonly<Record<string, unknown>> | null;
  /** Whether a real Temporal server runs; else nothing answers at TEMPORAL_ADDRESS. */
  readonly withTemporal: boolean;
  /** Variables over those of the environment. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The options as they were typed. */
export interface ContractOptions {
  readonly component: string;
  readonly migrate?: string;
  readonly request: readonly string[];
  readonly without: readonly string[];
  readonly variable: readonly string[];
  readonly socketAuth?: string;
  readonly withTemporal: boolean;
}

/** @throws InputError with every fault of the options. */
export function contractInput(
  environment: Environment,
  command: readonly string[],
  options: ContractOptions,
): ContractInput {
  const faults: Fault[] = [];
  const refuse = (field: string, got: string, allowed: string): void =>
    void faults.push({ field, got, allowed });
  const components: readonly string[] = configuredComponents(environment.application.components).map(
    ([name]) => name,
  );
  const { component, without, variable, request } = options;
  if (!components.includes(component)) refuse('--component', component, allowedNames(component, components));
  for (const part of without.filter((name) => !dispensableParts.some((known) => known === name))) {
    refuse('--without', part, allowedNames(part, dispensableParts));
  }
  for (const text of variable.filter((pair) => !/^[A-Za-z_]\w*=/.test(pair))) {
    refuse('--variable', text, 'NAME=VALUE');
  }
  for (const path of request.filter((text) => !/^\/[!-~]*$/.test(text))) {
    refuse('--request', path, 'a path that begins with /');
  }
  const socketAuth = options.socketAuth === undefined ? null : jsonObject(options.socketAuth);
  if (socketAuth === undefined) refuse('--socket-auth', options.socketAuth ?? '', 'a JSON object');
  const [program = ''] = command;
  if (!isProgram(program)) {
    refuse('the command after --', program || 'nothing', 'a program on PATH, or the path of one');
  }
  if (faults.length > 0) throw new InputError('platform contract', faults);
  return {
    environment,
    component: component as ApplicationComponent,
    command,
    migrate: options.migrate ?? null,
    requests: request,
    without: without as readonly DispensablePart[],
    socketAuth: socketAuth ?? null,
    withTemporal: options.withTemporal,
    variables: Object.fromEntries(variable.map(assignment)),
  };
}

const assignment = (pair: string): [string, string] => {
  const at = pair.indexOf('=');
  return [pair.slice(0, at), pair.slice(at + 1)];
};

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function isProgram(name: string): boolean {
  const folders = name.includes('/') ? [''] : (process.env.PATH ?? '').split(delimiter);
  return folders.some((folder) => {
    try {
      const path = folder ? join(folder, name) : name;
      accessSync(path, constants.X_OK);
      return name !== '' && statSync(path).isFile();
    } catch {
      return false;
    }
  });
}
