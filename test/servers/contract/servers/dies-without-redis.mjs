import { openRedis, serve } from './contract-server.mjs';

const redis = openRedis();
redis.on('error', () => process.exit(1));
serve({ redis });
