import { openRedis, serve } from './contract-server.mjs';

const redis = openRedis();
await redis.set('sess:12', 'somebody');
serve({ redis });
