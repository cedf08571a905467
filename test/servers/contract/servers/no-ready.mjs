import { openPool, serve } from './contract-server.mjs';

const pool = openPool();
await pool.query('SELECT 1');
serve({ pool, routes: { '/ready': undefined } });
