type Variables = Readonly<Record<string, string | undefined>>;

interface Expectation {
  readonly allowed: string;
  readonly accepts: (value: string) => boolean;
}

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

const database: Readonly<Record<string, Expectation>> = { DATABASE_URL: url('postgresql', 'postgres') };

const server: Readonly<Record<string, Expectation>> = {
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

export const components = ['api', 'realtime', 'worker', 'migrate'] as const;
export type Component = (typeof components)[number];

export const isComponent = (text: string | undefined): text is Component =>
  components.some((component) => component === text);

/** One sentence for each variable that breaks the contract; never its value, which may be a secret. */
export function environmentFaults(component: Component, variables: Variables): string[] {
  return Object.entries(component === 'migrate' ? database : server).flatMap(
    ([name, { allowed, accepts }]) => {
      const value = variables[name];
      if (!value) return [`${name} is not set; allowed: ${allowed}`];
      return accepts(value) ? [] : [`${name} is malformed; allowed: ${allowed}`];
    },
  );
}
