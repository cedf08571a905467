import { openPool, serve } from './contract-server.mjs';

serve({ pool: openPool({ connectionString: process.env.DATABASE_URL.split('?')[0], ssl: false }) });
