import { Server } from 'socket.io';
import { serve } from './contract-server.mjs';

let sockets;
serve({
  onServer: (server) => (sockets = new Server(server)),
  onSignal: () => void sockets.close(() => process.exit(0)),
});
