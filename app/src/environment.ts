type Variables = Readonly<Record<string, string | undefined>>;

interface Expectation {
  readonly allowed: string;
  readonly accepts: (value: string) => boolean;
}

type Expectations = Readonly<Record<string, Expectation>>;

/** A URL of one of the schemes with a host. A `$(` left in it is a reference that Kubernetes could not resolve. */
const url = (...schemes: readonly string[]): Expectation => ({
  allowed: schemes.map((scheme) => `${scheme}://…`).join(' or '),
  accepts: (value) => {
    if (value.includes('$(') || !URL.canParse(value)) return false;
    const { protocol, hostname } = new URL(value);
    return schemes.includes(protocol.slice(0, -1)) && hostname !== '';
  },
});

const matching = (allowed: string, pattern: RegExp): Expectation => ({
  allowed,
  accepts: (value) => pattern.test(value),
});

const wholeNumber = (min: number, max: number): Expectation => ({
  allowed: `a whole number from ${min} to ${max}`,
  accepts: (value) => /^\d{1,9}$/.test(value) && Number(value) >= min && Number(value) <= max,
});

const oneOf = (...values: readonly string[]): Expectation => ({
  allowed: values.join(', '),
  accepts: (value) => values.includes(value),
});

const database: Expectations = { DATABASE_URL: url('postgresql', 'postgres') };

const server: Expectations = {
  ...database,
  PORT: matching('a port', /^\d{4,5}$/),
  NODE_ENV: matching('production, development or test', /^(production|development|test)$/),
  REDIS_URL: url('rediss', 'redis'),
  REDIS_HOST: matching('a host', /^[^\s:]+$/),
  REDIS_PORT: matching('a port', /^\d{4,5}$/),
  TEMPORAL_ADDRESS: matching('HOST:PORT', /^[^\s:]+:\d+$/),
  ENCRYPTION_KEY: matching('64 hexadecimal digits', /^[0-9a-fA-F]{64}$/),
  CLIENT_URL: url('https', 'http'),
  SERVER_URL: url('https', 'http'),
};

/** Variables that may be left out, by their names; what their absence means stands in settings.ts. */
const optional: Expectations = {
  DATABASE_READER_URL: url('postgresql', 'postgres'),
  DATABASE_POOL_MAX: wholeNumber(1, 100),
  REDIS_VOLATILE_URL: url('rediss', 'redis'),
  LOG_LEVEL: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal'),
  OIDC_ISSUER: url('https', 'http'),
  OIDC_AUDIENCE: matching('an audience without spaces', /^\S+$/),
  OIDC_JWKS_URL: url('https', 'http'),
  TENANT_BASE_DOMAIN: matching('a domain name', /^[a-z0-9-]+(\.[a-z0-9-]+)+$/),
  TENANT_HEADER_ALLOWED: oneOf('true', 'false'),
  AGENT_PROVIDER: oneOf('sample'),
  DRAIN_SECONDS: wholeNumber(0, 300),
  WORKER_CONCURRENCY: wholeNumber(1, 200),
  ENCRYPTION_KEYS_RETIRED: matching(
    'keys of 64 hexadecimal digits with commas between',
    /^[0-9a-fA-F]{64}(,[0-9a-fA-F]{64})*$/,
  ),
  TENANT_KEY_ARN: matching('the ARN of a KMS key', /^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/),
  EXPORTS_BUCKET: matching('the name of a bucket', /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
  EXPORTS_FOLDER: matching('an absolute path', /^\/.+/),
  LOKI_URL: url('https', 'http'),
  OTEL_EXPORTER_OTLP_ENDPOINT: url('https', 'http'),
  POINT_IN_TIME_DAYS: wholeNumber(0, 3650),
  WEEKLY_BACKUP_DAYS: wholeNumber(0, 3650),
  EXPORT_DAYS: wholeNumber(0, 3650),
  LOG_DAYS: wholeNumber(0, 3650),
};

/** A variable that makes sense only with another. */
const together: readonly (readonly [name: string, needs: string])[] = [
  ['OIDC_ISSUER', 'OIDC_AUDIENCE'],
  ['OIDC_AUDIENCE', 'OIDC_ISSUER'],
  ['OIDC_JWKS_URL', 'OIDC_ISSUER'],
];

export const components = ['api', 'realtime', 'worker', 'lifecycle', 'migrate', 'demo'] as const;
export type Component = (typeof components)[number];

export const isComponent = (text: string | undefined): text is Component =>
  components.some((component) => component === text);

/** The two that run once and end need the database alone. */
const required = (component: Component): Expectations =>
  component === 'migrate' || component === 'demo' ? database : server;

/** One sentence for each variable that breaks the contract; never its value, which may be a secret. */
export function environmentFaults(component: Component, variables: Variables): string[] {
  const malformed = (name: string, { allowed, accepts }: Expectation): string[] => {
    const value = variables[name];
    return !value || accepts(value) ? [] : [`${name} is malformed; allowed: ${allowed}`];
  };
  return [
    ...Object.entries(required(component)).flatMap(([name, expectation]) =>
      variables[name]
        ? malformed(name, expectation)
        : [`${name} is not set; allowed: ${expectation.allowed}`],
    ),
    ...Object.entries(optional).flatMap(([name, expectation]) => malformed(name, expectation)),
    ...together
      .filter(([name, needs]) => variables[name] && !variables[needs])
      .map(([name, needs]) => `${name} is set without ${needs}; set both or neither`),
  ];
}
