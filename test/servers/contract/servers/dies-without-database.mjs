import pg from 'pg';
import { serve } from './contract-server.mjs';

// Nobody listens to the errors of idle connections, so Node ends the process.
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 5, idleTimeoutMillis: 0 });
const clients = await Promise.all(Array.from({ length: 5 }, () => pool.connect()));
for (const client of clients) client.release();
serve({ pool });
