import {
  applicationComponents,
  applicationVariables,
  databaseCertificates,
  loginVariables,
  optionalVariables,
  secretsFolder,
  tenancyVariables,
} from '../contract';
import type { Fault } from '../errors';
import type { Entry } from './rule';
import { rule } from './rule';

/** The platform sets these itself. LOG_LEVEL is the product's to choose. */
const contractVariables: readonly string[] = [
  ...Object.values(applicationVariables),
  ...Object.values(loginVariables),
  ...Object.values(optionalVariables),
  ...Object.values(tenancyVariables),
].filter((name) => name !== applicationVariables.logLevel);

/** A writable volume over one of these would hide what the node or the image keeps there. */
const systemFolders = [
  '/bin',
  '/dev',
  '/etc',
  '/lib',
  '/proc',
  '/run/secrets',
  '/sbin',
  '/sys',
  '/usr',
  '/var/run/secrets',
  databaseCertificates.folder,
  secretsFolder,
];

export const variablesAreTheProducts = rule(['application.variables'], ([variables]) =>
  contractFaults(fields('application.variables', variables)),
);

export const componentVariablesAreTheProducts = applicationComponents.map((name) =>
  rule([`application.components.${name}.variables`], ([variables]) =>
    contractFaults(fields(`application.components.${name}.variables`, variables)),
  ),
);

export const secretVariablesAreTheProducts = rule(['application.secrets.*.variable'], ([names]) =>
  contractFaults(names),
);

export const secretVariablesAreDistinct = rule(['application.secrets.*.variable'], ([names]) =>
  names
    .filter(({ value }, index) => names.findIndex((earlier) => earlier.value === value) < index)
    .map(({ field, value }) => ({ field, got: value, allowed: 'a variable that no other secret fills' })),
);

export const secretsAreNotVariablesToo = rule(
  ['application.secrets.*.variable', 'application.variables'],
  ([names, variables]) => clashFaults(names, 'application.variables', variables),
);

export const secretsAreNotComponentVariablesToo = applicationComponents.map((component) =>
  rule(
    ['application.secrets.*.variable', `application.components.${component}.variables`],
    ([names, variables]) => clashFaults(names, `application.components.${component}.variables`, variables),
  ),
);

export const writableFoldersAreNotTheSystems = rule(['application.writableFolders.*.path'], ([paths]) =>
  paths
    .filter(
      ({ value }) =>
        value.split('/').some((part, index) => index > 0 && ['', '.', '..'].includes(part)) ||
        systemFolders.some((folder) => isWithin(value, folder) || isWithin(folder, value)),
    )
    .map(({ field, value }) => ({
      field,
      got: value,
      allowed: `a folder in its shortest form, neither / nor around or under ${systemFolders.join(', ')}`,
    })),
);

export const writableFoldersAreApart = rule(['application.writableFolders.*.path'], ([paths]) =>
  paths.flatMap(({ field, value }, index) =>
    paths
      .slice(0, index)
      .filter((earlier) => isWithin(value, earlier.value) || isWithin(earlier.value, value))
      .map((earlier) => ({
        field,
        got: value,
        allowed: `a folder apart from ${earlier.value}, which ${earlier.field} makes writable`,
      })),
  ),
);

const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

const fields = (field: string, variables: Readonly<Record<string, string>>): Entry<string>[] =>
  Object.keys(variables).map((name) => ({ field: `${field}.${name}`, value: name }));

const contractFaults = (names: readonly Entry<string>[]): Fault[] =>
  names
    .filter(({ value }) => contractVariables.includes(value))
    .map(({ field, value }) => ({
      field,
      got: `${value}, which the platform sets`,
      allowed: `a name other than ${contractVariables.join(', ')}`,
    }));

const clashFaults = (
  names: readonly Entry<string>[],
  where: string,
  variables: Readonly<Record<string, string>>,
): Fault[] =>
  names
    .filter(({ value }) => Object.hasOwn(variables, value))
    .map(({ field, value }) => ({ field, got: value, allowed: `a variable that ${where} does not set too` }));
