/** Prints random values for every secret that compose.yaml asks for: `node app/compose/make-secrets.mjs > app/.env`. */
import { randomBytes } from 'node:crypto';

const passwords = [
  'POSTGRES_PASSWORD',
  'APP_PASSWORD',
  'MIGRATOR_PASSWORD',
  'VALKEY_PASSWORD',
  'GRAFANA_PASSWORD',
];
for (const name of passwords) process.stdout.write(`${name}=${randomBytes(18).toString('hex')}\n`);
process.stdout.write(`ENCRYPTION_KEY=${randomBytes(32).toString('hex')}\n`);
