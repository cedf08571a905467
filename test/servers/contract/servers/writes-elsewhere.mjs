import { mkdirSync, writeFileSync } from 'node:fs';
import { serve } from './contract-server.mjs';

mkdirSync('/var/lib/agents/workspaces', { recursive: true });
writeFileSync('/var/lib/agents/workspaces/one', 'written');
serve();
