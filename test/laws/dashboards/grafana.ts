import { objectsOfKind } from '../kubernetes-objects';
import type { Json, Law, Tree } from '../tree';
import { dataSources } from '../../../config/dashboards';
import { parse } from 'yaml';

/** What a setting must be, by section and key. */
const required: readonly (readonly [section: string, key: string, value: string])[] = [
  ['auth.anonymous', 'enabled', 'false'],
  ['auth.basic', 'enabled', 'false'],
  ['auth', 'disable_login_form', 'true'],
  ['auth.generic_oauth', 'enabled', 'true'],
  ['auth.generic_oauth', 'role_attribute_strict', 'true'],
  ['auth.generic_oauth', 'allow_assign_grafana_admin', 'false'],
  ['security', 'disable_initial_admin_creation', 'true'],
  ['security', 'allow_embedding', 'false'],
  ['security', 'cookie_secure', 'true'],
  ['security', 'disable_gravatar', 'true'],
  ['users', 'allow_sign_up', 'false'],
  ['public_dashboards', 'enabled', 'false'],
  ['snapshots', 'external_enabled', 'false'],
  ['analytics', 'reporting_enabled', 'false'],
  ['analytics', 'check_for_updates', 'false'],
  ['analytics', 'check_for_plugin_updates', 'false'],
  ['plugins', 'preinstall_disabled', 'true'],
  ['plugins', 'plugin_admin_enabled', 'false'],
];

/** Values that must come from mounted files. */
const secret: readonly (readonly [section: string, key: string])[] = [
  ['security', 'secret_key'],
  ['auth.generic_oauth', 'client_secret'],
];

const settingsOf = (tree: Tree): Json =>
  objectsOfKind(tree, 'ConfigMap').find(({ metadata }) => metadata.name === 'grafana-settings')?.data;

function sectionsOf(ini: string): Record<string, Record<string, string>> {
  const sections: Record<string, Record<string, string>> = {};
  let section: Record<string, string> = {};
  for (const line of ini.split('\n')) {
    const [, name] = /^\[(.+)\]$/.exec(line) ?? [];
    if (name) sections[name] = section = {};
    const [, key, value] = /^(\w+) = (.*)$/.exec(line) ?? [];
    if (key) section[key] = value ?? '';
  }
  return sections;
}

/** Nobody enters but by the identity provider, and nothing is told or fetched outside. */
export const grafanaIsClosed: Law = (tree) => {
  const sections = sectionsOf(settingsOf(tree)?.['grafana.ini'] ?? '');
  return [
    ...required
      .filter(([section, key, value]) => sections[section]?.[key] !== value)
      .map(
        ([section, key, value]) =>
          `grafana.ini ${section} ${key} is ${sections[section]?.[key] ?? 'not set'}, not ${value}`,
      ),
    ...secret
      .filter(([section, key]) => !/^\$__file\{\/mnt\/secrets\/.+\}$/.test(sections[section]?.[key] ?? ''))
      .map(([section, key]) => `grafana.ini ${section} ${key} does not come from a mounted file`),
  ];
};

/** Grafana knows the data sources that dashboards name, and nobody changes them by hand. */
export const dataSourcesAreProvisioned: Law = (tree) => {
  const file: Json = objectsOfKind(tree, 'ConfigMap').find(
    ({ metadata }) => metadata.name === 'grafana-data-sources',
  )?.data;
  const provisioned: Json[] = parse(file?.['data-sources.yaml'] ?? '{}').datasources ?? [];
  return [
    ...Object.entries(dataSources)
      .filter(([uid, { type }]) => !provisioned.some((one) => one.uid === uid && one.type === type))
      .map(([uid]) => `Grafana: there is no data source ${uid}`),
    ...provisioned
      .filter(({ editable }) => editable !== false)
      .map(({ uid }) => `Grafana: ${uid} can be edited`),
  ];
};
