import { openPool, serve, text } from './contract-server.mjs';

const pool = openPool();
await pool.query('SELECT 1');
serve({ pool, routes: { '/ready': () => text(200, 'ready') } });
