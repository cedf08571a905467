import { type grafanaSecretFields, secretNames, stateOwner } from '../../config/contract';
import { monitoringPorts } from '../../config/monitoring';
import type { Environment } from '../../config/schema';
import { secretFile, type SecretValue } from '../workload/secret-provider';

/** Where Grafana finds what the chart gives it, and where it may write. */
export const grafanaFolders = {
  settings: '/etc/grafana/settings',
  dataSources: '/etc/grafana/provisioning/datasources',
  dashboardFiles: '/etc/grafana/provisioning/dashboards',
  /** One folder in it for each dashboard's ConfigMap. */
  dashboards: '/var/lib/grafana-dashboards',
  data: '/var/lib/grafana',
  temporary: '/tmp',
} as const;

export const settingsFile = 'grafana.ini';

/** What an operator opens; a port of their own machine, which `kubectl port-forward` leads to the pod. */
export const grafanaUrl = `http://localhost:${monitoringPorts.grafana}`;

export const grafanaSecret = (
  environment: Environment,
  field: (typeof grafanaSecretFields)[number],
): SecretValue => ({ secretName: secretNames.grafana(stateOwner(environment)), field });

/** A value that Grafana reads from a mounted file. */
const fromFile = (value: SecretValue): string => `$__file{${secretFile(value)}}`;

type Section = Readonly<Record<string, string | number | boolean>>;

/**
 * Grafana's settings: nobody gets in but by the identity provider, nothing is told to anybody outside, and nothing is
 * fetched from there. They hold no secret.
 * https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/
 */
export const grafanaIni = (environment: Environment): string =>
  Object.entries(sections(environment))
    .map(([name, section]) =>
      [`[${name}]`, ...Object.entries(section).map(([key, value]) => `${key} = ${value}`), ''].join('\n'),
    )
    .join('\n');

const sections = (environment: Environment): Readonly<Record<string, Section>> => ({
  server: { http_port: monitoringPorts.grafana, root_url: `${grafanaUrl}/` },
  paths: {
    data: grafanaFolders.data,
    logs: `${grafanaFolders.data}/log`,
    plugins: `${grafanaFolders.data}/plugins`,
    provisioning: '/etc/grafana/provisioning',
  },
  log: { mode: 'console', level: 'warn' },
  'log.console': { format: 'json' },
  security: {
    disable_initial_admin_creation: true,
    secret_key: fromFile(grafanaSecret(environment, 'secretKey')),
    // Browsers keep such a cookie for http://localhost, too.
    cookie_secure: true,
    cookie_samesite: 'lax',
    allow_embedding: false,
    content_security_policy: true,
    disable_gravatar: true,
  },
  users: { allow_sign_up: false, allow_org_create: false, default_theme: 'system' },
  auth: {
    disable_login_form: true,
    oauth_auto_login: true,
    oauth_allow_insecure_email_lookup: false,
    login_maximum_lifetime_duration: '12h',
  },
  'auth.basic': { enabled: false },
  'auth.anonymous': { enabled: false },
  'auth.generic_oauth': signIn(environment),
  analytics: {
    reporting_enabled: false,
    check_for_updates: false,
    check_for_plugin_updates: false,
    feedback_links_enabled: false,
  },
  // Each of these would fetch plugins when Grafana starts, and those in the image would be stopped to be replaced on a
  // file system that is read-only. https://github.com/grafana/grafana/issues/132528
  plugins: {
    preinstall_disabled: true,
    preinstall_auto_update: false,
    plugin_admin_enabled: false,
    public_key_retrieval_disabled: true,
  },
  news: { news_feed_enabled: false },
  snapshots: { enabled: false, external_enabled: false },
  public_dashboards: { enabled: false },
  // Alerts are Prometheus's to raise.
  unified_alerting: { enabled: false },
});

function signIn(environment: Environment): Section {
  const { signIn } = environment.monitoring.grafana;
  const inGroup = (group: string): string => `contains(${signIn.groupsClaim}[*], '${group}')`;
  return {
    enabled: true,
    name: 'the identity provider',
    // Whoever the provider knows and the groups below admit: there is nobody to be invited by.
    allow_sign_up: true,
    client_id: signIn.clientId,
    client_secret: fromFile(grafanaSecret(environment, 'clientSecret')),
    scopes: 'openid profile email groups',
    auth_url: signIn.authorizationUrl,
    token_url: signIn.tokenUrl,
    api_url: signIn.userInfoUrl,
    use_pkce: true,
    role_attribute_path: `${inGroup(signIn.administratorGroup)} && 'Admin' || ${inGroup(signIn.viewerGroup)} && 'Viewer'`,
    // Without a role there is no entry.
    role_attribute_strict: true,
    allow_assign_grafana_admin: false,
    skip_org_role_sync: false,
  };
}
