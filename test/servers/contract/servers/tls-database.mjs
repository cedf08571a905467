import { openPool, serve } from './contract-server.mjs';

const [connectionString] = process.env.DATABASE_URL.split('?');
serve({ pool: openPool({ connectionString, ssl: { rejectUnauthorized: false } }) });
