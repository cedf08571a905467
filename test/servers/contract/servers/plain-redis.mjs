import Redis from 'ioredis';
import { openPool, serve, text } from './contract-server.mjs';

const pool = openPool();
const redis = new Redis({ host: process.env.REDIS_HOST, port: Number(process.env.REDIS_PORT) });
redis.on('error', () => undefined);
serve({ pool, redis, routes: { '/ready': () => pool.query('SELECT 1').then(() => text(200, 'ready')) } });
