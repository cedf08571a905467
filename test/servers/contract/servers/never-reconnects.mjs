import pg from 'pg';
import { serve } from './contract-server.mjs';

const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
client.on('error', () => undefined);
await client.connect();
serve({ pool: client });
