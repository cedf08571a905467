import { serve } from './contract-server.mjs';

process.stdout.write(`${JSON.stringify(process.env)}\n`);
serve();
