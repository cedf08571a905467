import { Buffer } from 'node:buffer';
import { serve } from './contract-server.mjs';

const hoard = Buffer.alloc(256 * 1024 * 1024, 1);
serve({ onServer: (server) => server.on('close', () => hoard.length) });
