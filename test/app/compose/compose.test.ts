import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { environmentFaults } from '../../../app/src/environment';

const folder = join(__dirname, '../../../app');
const text = readFileSync(join(folder, 'compose.yaml'), 'utf8');
const compose = parse(text, { merge: true });
const components = ['api', 'realtime', 'worker', 'lifecycle', 'migrate'] as const;

/** What app/.env holds after the command in the first lines of the file. */
const secrets = Object.fromEntries(
  execFileSync(process.execPath, [join(folder, 'compose/make-secrets.mjs')], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.split('=') as [string, string]),
);

/** As Docker Compose replaces `${NAME}`, `${NAME:?message}` and `${NAME:-default}`. */
const filled = (value: string): string =>
  value.replace(/\$\{(\w+)(?::([?-])[^}]*)?\}/g, (_, name: string, rule?: string) => {
    if (secrets[name] === undefined && rule !== '-') throw new Error(`nothing makes ${name}`);
    return secrets[name] ?? '';
  });

test.each(components)('%s gets an environment that it accepts', (component) => {
  const variables = Object.entries<string>(compose.services[component].environment);
  const environment = Object.fromEntries(variables.map(([name, value]) => [name, filled(value)]));
  expect(environmentFaults(component, environment)).toEqual([]);
});

test.each(components)('%s is read-only and holds no privilege', (component) => {
  expect(compose.services[component]).toMatchObject({
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
  });
});

test('every secret that is asked for is made', () => {
  const asked = [...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
  expect(asked.filter((name) => !(name! in secrets))).toEqual([]);
});

test('only this machine reaches the ports', () => {
  const ports = Object.values<{ ports?: string[] }>(compose.services).flatMap(({ ports = [] }) => ports);
  expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
});
