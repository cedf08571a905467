import { createAdapter } from '@socket.io/redis-streams-adapter';
import { Server } from 'socket.io';
import { openRedis, serve } from './contract-server.mjs';

const redis = openRedis();
let sockets;
serve({
  redis,
  onServer: (server) => (sockets = new Server(server, { adapter: createAdapter(redis) })),
  onSignal: () => void sockets.close(() => process.exit(0)),
});
