import { openPool, serve } from './contract-server.mjs';

const pool = openPool();
await pool.query('CREATE TABLE IF NOT EXISTS agents (id int)').catch(() => undefined);
serve({ pool });
