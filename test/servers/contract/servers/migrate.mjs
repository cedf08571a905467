import pg from 'pg';

const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
await client.query(
  'CREATE TABLE agents (id int); GRANT USAGE ON SCHEMA public TO app; GRANT SELECT ON agents TO app',
);
await client.end();
