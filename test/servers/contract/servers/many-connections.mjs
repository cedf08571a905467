import { openPool, serve } from './contract-server.mjs';

const pool = openPool({ max: 60, idleTimeoutMillis: 0, connectionTimeoutMillis: 10_000 });
const clients = await Promise.all(Array.from({ length: 60 }, () => pool.connect()));
for (const client of clients) client.release();
serve({ pool });
