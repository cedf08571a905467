import { openPool, serve, text } from './contract-server.mjs';

const pool = openPool();
serve({ pool, routes: { '/health': () => pool.query('SELECT 1').then(() => text(200, 'alive')) } });
