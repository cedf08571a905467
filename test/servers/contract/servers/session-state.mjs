import { openPool, serve } from './contract-server.mjs';

const pool = openPool();
await pool.query('SET search_path TO public');
serve({ pool });
